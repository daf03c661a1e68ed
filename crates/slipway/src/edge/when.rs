//! Reads dates and times as people type them in English, Portuguese and Spanish: `tomorrow 20:00`, `+2d 8:00`, `sexta
//! 9h`. The browser's date field reads the same words; this is for forms sent without a script. No clock is read here.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span, ToSpan};

use super::Language;
use slipway_core::fold::fold;

/// The wall time that a text means at a wall time, or none where it cannot be read for certain.
pub fn read(typed: &str, now: DateTime, language: Language) -> Option<DateTime> {
    if let Ok(exact) = typed.trim().parse() {
        return Some(exact);
    }
    let mut rest = Rest::of(typed);
    if rest.words.is_empty() {
        return None;
    }
    if rest
        .take(|word| matches!(word, "now" | "agora" | "ahora").then_some(()))
        .is_some()
    {
        return rest.is_done().then_some(now);
    }
    let offset = take_offset(&mut rest);
    let time = take_time(&mut rest).ok()?;
    let day = if offset.is_none() {
        take_day(&mut rest, now, language).ok()?
    } else {
        None
    };
    if !rest.is_done() {
        return None;
    }
    match (offset, day, time) {
        (Some(offset), _, time) => offset.from(now, time),
        (None, Some(day), time) => Some(day.to_datetime(time.unwrap_or(Time::midnight()))),
        (None, None, Some(time)) => soonest(now, time),
        (None, None, None) => None,
    }
}

/// Whatever was understood contradicts itself or the calendar.
struct Impossible;

/// A time alone is the next one ahead.
fn soonest(now: DateTime, time: Time) -> Option<DateTime> {
    let today = now.date().to_datetime(time);
    if today > now {
        Some(today)
    } else {
        today.checked_add(1.day()).ok()
    }
}

/// What is left of the text to be understood; anything left at the end makes the reading uncertain.
struct Rest {
    words: Vec<String>,
}

const FILLERS: &[&str] = &[
    "at", "on", "of", "the", "next", "as", "a", "o", "la", "las", "el", "de", "do", "da", "no", "na", "dia", "del",
    "proximo", "proxima", "que", "vem", "viene",
];

impl Rest {
    fn of(typed: &str) -> Rest {
        let text = fold(typed)
            .replace("-feira", "")
            .replace("day after tomorrow", "overmorrow")
            .replace("depois de amanha", "overmorrow")
            .replace("pasado manana", "overmorrow")
            .replace("+ ", "+")
            .replace("meio dia", "noon")
            .replace("meia noite", "midnight");
        let clean = |word: &str| word.trim_matches([',', '.', ';']).to_owned();
        let words = text
            .split_whitespace()
            .map(clean)
            .filter(|word| !word.is_empty())
            .collect();
        Rest { words }
    }

    /// Takes the first word that says something.
    fn take<T>(&mut self, says: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (index, said) = self
            .words
            .iter()
            .enumerate()
            .find_map(|(index, word)| Some((index, says(word)?)))?;
        self.words.remove(index);
        Some(said)
    }

    /// Takes the first two neighbouring words that say something together.
    fn take_two<T>(&mut self, say: impl Fn(&str, &str) -> Option<T>) -> Option<T> {
        let mut pairs = self.words.iter().zip(self.words.iter().skip(1)).enumerate();
        let (index, said) = pairs.find_map(|(index, (first, second))| Some((index, say(first, second)?)))?;
        self.words.drain(index..index + 2);
        Some(said)
    }

    fn is_done(&self) -> bool {
        self.words
            .iter()
            .all(|word| FILLERS.contains(&word.as_str()) || word == "-")
    }
}

/// So many units from now.
struct Offset {
    span: Span,
    is_by_the_clock: bool,
}

impl Offset {
    fn of(n: &str, unit: &str) -> Option<Offset> {
        let n: i64 = n.parse().ok().filter(|n| *n <= 9_999)?;
        let (span, is_by_the_clock) = match unit {
            "w" | "week" | "weeks" | "sem" | "semana" | "semanas" => (n.weeks(), false),
            "d" | "day" | "days" | "dia" | "dias" => (n.days(), false),
            "h" | "hr" | "hour" | "hours" | "hora" | "horas" => (n.hours(), true),
            "m" | "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" => (n.minutes(), true),
            _ => return None,
        };
        Some(Offset { span, is_by_the_clock })
    }

    /// `+3h 20:00` would name two times.
    fn from(&self, now: DateTime, time: Option<Time>) -> Option<DateTime> {
        let moved = now.checked_add(self.span).ok()?;
        match time {
            Some(_) if self.is_by_the_clock => None,
            Some(time) => Some(moved.date().to_datetime(time)),
            None => Some(moved),
        }
    }
}

fn take_offset(rest: &mut Rest) -> Option<Offset> {
    let marked = |word: &str| {
        let digits = word.strip_prefix('+')?;
        let split = digits.find(|c: char| !c.is_ascii_digit())?;
        Offset::of(digits.get(..split)?, digits.get(split..)?)
    };
    if let Some(offset) = rest.take(marked) {
        return Some(offset);
    }
    if let Some(offset) = rest.take_two(|first, second| Offset::of(first.strip_prefix('+')?, second)) {
        return Some(offset);
    }
    let leads = |word: &str| matches!(word, "in" | "em" | "en" | "daqui" | "dentro").then_some(());
    let led = rest.words.iter().any(|word| leads(word).is_some());
    let offset = led.then(|| rest.take_two(Offset::of)).flatten()?;
    rest.take(leads);
    Some(offset)
}

fn take_time(rest: &mut Rest) -> Result<Option<Time>, Impossible> {
    let named = |word: &str| match word {
        "noon" | "midday" | "meio-dia" | "mediodia" => Some(Time::constant(12, 0, 0, 0)),
        "midnight" | "meia-noite" | "medianoche" => Some(Time::midnight()),
        _ => None,
    };
    if let Some(time) = rest.take(named) {
        return Ok(Some(time));
    }
    let halved = |clock: &str, half: &str| {
        Some(clock_time(
            clock,
            Some(half).filter(|half| matches!(*half, "am" | "pm"))?,
        ))
    };
    let found = rest.take_two(|first, second| halved(first, second)?);
    let found = found.or_else(|| rest.take(|word| clock_time(word.get(..word.len().checked_sub(2)?)?, half_of(word)?)));
    let found = found.or_else(|| rest.take(|word| clock_time(word, "")));
    found.transpose()
}

fn half_of(word: &str) -> Option<&'static str> {
    if word.ends_with("am") {
        Some("am")
    } else {
        word.ends_with("pm").then_some("pm")
    }
}

/// `20:00`, `20h`, `20h30`, and `8` with a half of the day. Nothing at all where it is not a time.
fn clock_time(word: &str, half: &str) -> Option<Result<Time, Impossible>> {
    let (hour, minute) = match word.split_once([':', 'h']) {
        Some((hour, minute)) => (hour, minute.trim_start_matches('s').trim_start_matches("rs")),
        None if !half.is_empty() => (word, ""),
        None => return None,
    };
    let minute = minute.split(':').next().unwrap_or("");
    let number = |text: &str| {
        if text.is_empty() {
            Some(0)
        } else {
            text.parse::<i8>().ok().filter(|_| text.len() <= 2)
        }
    };
    let (hour, minute) = (number(hour).filter(|_| !hour.is_empty())?, number(minute)?);
    if !half.is_empty() && !(1..=12).contains(&hour) {
        return Some(Err(Impossible));
    }
    let hour = match half {
        "am" => hour % 12,
        "pm" => hour % 12 + 12,
        _ => hour,
    };
    Some(Time::new(hour, minute, 0, 0).map_err(|_| Impossible))
}

fn take_day(rest: &mut Rest, now: DateTime, language: Language) -> Result<Option<Date>, Impossible> {
    if let Some(day) = rest.take(|word| numbers(word, now, language)) {
        return day.map(Some);
    }
    if let Some(day) = take_month_name(rest, now) {
        return day.map(Some);
    }
    Ok(take_named_day(rest, now))
}

/// `2026-12-01`, `1/12`, `1.12.2026`. In English 1/12 is read in two ways, so it is only taken where one part cannot be
/// a month.
fn numbers(word: &str, now: DateTime, language: Language) -> Option<Result<Date, Impossible>> {
    if let Ok(day) = word.parse::<Date>() {
        return Some(Ok(day));
    }
    let parts: Vec<i16> = word
        .split(['/', '.'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (first, second, year) = match parts.as_slice() {
        [first, second] => (*first, *second, None),
        [first, second, year] => (*first, *second, Some(if *year < 100 { 2_000 + *year } else { *year })),
        _ => return None,
    };
    let in_english = language == Language::English;
    if in_english && first <= 12 && second <= 12 && first != second {
        return Some(Err(Impossible));
    }
    let (day, month) = if in_english && second > 12 {
        (second, first)
    } else {
        (first, second)
    };
    Some(of_calendar(year, month, day, now))
}

/// The day itself, or without a year the next such day from today on.
fn of_calendar(year: Option<i16>, month: i16, day: i16, now: DateTime) -> Result<Date, Impossible> {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(Impossible);
    };
    if let Some(year) = year {
        return Date::new(year, month, day).map_err(|_| Impossible);
    }
    let ahead = (0..=4).filter_map(|years| Date::new(now.year() + years, month, day).ok());
    ahead.into_iter().find(|date| *date >= now.date()).ok_or(Impossible)
}

/// Months by the first letters of their names in the three languages.
const MONTHS: &[(&[&str], i16)] = &[
    (&["jan", "january", "janeiro", "ene", "enero"], 1),
    (&["feb", "february", "fev", "fevereiro", "febrero"], 2),
    (&["mar", "march", "marco", "marzo"], 3),
    (&["apr", "april", "abr", "abril"], 4),
    (&["may", "mai", "maio", "mayo"], 5),
    (&["jun", "june", "junho", "junio"], 6),
    (&["jul", "july", "julho", "julio"], 7),
    (&["aug", "august", "ago", "agosto"], 8),
    (
        &["sep", "sept", "september", "set", "setembro", "septiembre", "setiembre"],
        9,
    ),
    (&["oct", "october", "out", "outubro", "octubre"], 10),
    (&["nov", "november", "novembro", "noviembre"], 11),
    (&["dec", "december", "dez", "dezembro", "dic", "diciembre"], 12),
];

fn month(word: &str) -> Option<i16> {
    MONTHS
        .iter()
        .find(|(names, _)| names.contains(&word))
        .map(|(_, month)| *month)
}

fn day_number(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day) && word.len() - digits.len() <= 2)
}

fn take_month_name(rest: &mut Rest, now: DateTime) -> Option<Result<Date, Impossible>> {
    let month = rest.take(month)?;
    let Some(day) = rest.take(day_number) else {
        return Some(Err(Impossible));
    };
    let year = rest.take(|word| word.parse::<i16>().ok().filter(|year| *year >= 1_000));
    Some(of_calendar(year, month, day, now))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "sun" | "sunday" | "domingo" | "dom" => Weekday::Sunday,
        "mon" | "monday" | "segunda" | "seg" | "lunes" | "lun" => Weekday::Monday,
        "tue" | "tues" | "tuesday" | "terca" | "ter" | "martes" => Weekday::Tuesday,
        "wed" | "wednesday" | "quarta" | "qua" | "miercoles" | "mie" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" | "quinta" | "qui" | "jueves" | "jue" => Weekday::Thursday,
        "fri" | "friday" | "sexta" | "sex" | "viernes" | "vie" => Weekday::Friday,
        "sat" | "saturday" | "sabado" | "sab" => Weekday::Saturday,
        _ => return None,
    })
}

fn take_named_day(rest: &mut Rest, now: DateTime) -> Option<Date> {
    let days = rest.take(|word| match word {
        "overmorrow" => Some(2),
        "today" | "hoje" | "hoy" => Some(0),
        "tomorrow" | "tmrw" | "amanha" | "manana" => Some(1),
        "yesterday" | "ontem" | "ayer" => Some(-1),
        _ => None,
    });
    if let Some(days) = days {
        return now.date().checked_add(days.days()).ok();
    }
    // Always the one ahead: on a Monday "monday" is a week away, today is called today.
    let weekday = rest.take(weekday)?;
    now.date().nth_weekday(1, weekday).ok()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use super::*;

    /// A Sunday.
    const NOW: &str = "2026-11-22T15:30";

    fn said(typed: &str, language: Language) -> Option<String> {
        read(typed, NOW.parse().unwrap(), language).map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string())
    }

    #[test]
    fn what_people_type_is_read_in_three_languages() {
        let (en, pt, es) = (Language::English, Language::Portuguese, Language::Spanish);
        for (typed, language, expected) in [
            ("2026-12-01T20:00", en, "2026-12-01T20:00"),
            ("2026-12-01 20:00", en, "2026-12-01T20:00"),
            ("2026-12-01", en, "2026-12-01T00:00"),
            ("tomorrow 20:00", en, "2026-11-23T20:00"),
            ("tomorrow at 8 pm", en, "2026-11-23T20:00"),
            ("tomorrow 8pm", en, "2026-11-23T20:00"),
            ("day after tomorrow noon", en, "2026-11-24T12:00"),
            ("amanhã 20h", pt, "2026-11-23T20:00"),
            ("depois de amanhã às 9h30", pt, "2026-11-24T09:30"),
            ("sexta-feira 9:00", pt, "2026-11-27T09:00"),
            ("mañana 7:15", es, "2026-11-23T07:15"),
            ("pasado mañana 7:15", es, "2026-11-24T07:15"),
            ("el viernes a las 18:00", es, "2026-11-27T18:00"),
            ("sunday 10:00", en, "2026-11-29T10:00"),
            ("+2d 8:00", en, "2026-11-24T08:00"),
            ("+3h", en, "2026-11-22T18:30"),
            ("in 2 weeks", en, "2026-12-06T15:30"),
            ("em 3 dias 9:00", pt, "2026-11-25T09:00"),
            ("3 Dec 20:00", en, "2026-12-03T20:00"),
            ("december 3rd 2027 20:00", en, "2027-12-03T20:00"),
            ("3 de dezembro de 2026 20:00", pt, "2026-12-03T20:00"),
            ("1/12 20:00", pt, "2026-12-01T20:00"),
            ("25/12/2026 20:00", en, "2026-12-25T20:00"),
            ("20:00", en, "2026-11-22T20:00"),
            ("9:00", en, "2026-11-23T09:00"),
            ("now", en, "2026-11-22T15:30"),
        ] {
            assert_eq!(said(typed, language).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_could_mean_two_things_or_nothing_is_not_read() {
        for typed in [
            "",
            "soon",
            "1/12 20:00",
            "31 nov",
            "tomorrow 25:00",
            "13 pm",
            "+3h 20:00",
            "tomorrow maybe",
        ] {
            assert_eq!(said(typed, Language::English), None, "{typed}");
        }
    }
}
