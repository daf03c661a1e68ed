// Reads dates and times as people write them in English, Portuguese and Spanish, and writes them as ISO
// local time. Pure: the civil time of now is an argument, no clock and no zone are read here.

/** A wall-clock time without its zone; the field that holds it says the zone. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** The ISO local time that `typed` means at `now`, or null where it cannot be read for certain. */
export function read(typed: string, now: Civil, language: string): string | null {
  const rest = new Rest(normalized(typed));
  if (rest.isEmpty()) return null;
  if (rest.take(/\b(?:now|agora|ahora)\b/)) return rest.isDone() ? iso(now) : null;

  const offset = takeOffset(rest);
  const time = takeTime(rest);
  if (time === "impossible") return null;
  const day = offset ? null : takeDay(rest, now, language);
  if (day === "impossible" || !rest.isDone()) return null;

  if (offset) return fromOffset(offset, time, now);
  if (day) return iso({ ...day, ...(time ?? MIDNIGHT) });
  if (!time) return null;
  const today = { ...now, ...time };
  return iso(ticks(today) > ticks(now) ? today : plus(today, 1, DAY));
}

/** `2026-12-01T20:00`. */
export function iso(at: Civil): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(at.year).padStart(4, "0")}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`;
}

/** What the clocks of a zone show at an instant. */
export function civil(instant: Date, zone: string | undefined): Civil {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...(zone ? { timeZone: zone } : {}),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(instant).map((each) => [each.type, Number(each.value)]));
  const of = (name: string) => part[name] ?? 0;
  return { year: of("year"), month: of("month"), day: of("day"), hour: of("hour"), minute: of("minute") };
}

interface Time {
  hour: number;
  minute: number;
}

interface Day {
  year: number;
  month: number;
  day: number;
}

const MIDNIGHT: Time = { hour: 0, minute: 0 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is left of the text to be understood; anything left at the end makes the reading uncertain. */
class Rest {
  constructor(private words: string) {}

  take(pattern: RegExp): RegExpMatchArray | null {
    const found = this.words.match(pattern);
    if (found) this.words = this.words.replace(pattern, " ");
    return found;
  }

  isEmpty(): boolean {
    return this.words.trim() === "";
  }

  isDone(): boolean {
    const filler = /\b(?:at|on|of|the|next|as|a|o|la|las|el|de|do|da|no|na|dia|del|proxim[oa]|que vem|que viene)\b|[,.;-]/g;
    return this.words.replace(filler, " ").trim() === "";
  }
}

/** Lower case without accents, so that `amanhã` and `amanha` are one word. */
function normalized(typed: string): string {
  return typed
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\d)t(\d)/, "$1 $2")
    .replace(/-feira\b/g, "")
    .replace(/\bday after tomorrow\b|\bdepois de amanha\b|\bpasado manana\b/, "overmorrow")
    .replace(/\s+/g, " ")
    .trim();
}

interface Offset {
  n: number;
  unit: number;
}

const UNIT_WORDS: [RegExp, number][] = [
  [/^(?:w|weeks?|sem|semanas?)$/, 7 * DAY],
  [/^(?:d|days?|dias?)$/, DAY],
  [/^(?:h|hours?|hr|horas?)$/, HOUR],
  [/^(?:m|min|mins|minutes?|minutos?)$/, MINUTE],
];

function takeOffset(rest: Rest): Offset | null {
  const found = rest.take(/(?:\+ ?|\b(?:in|em|en|daqui a|dentro de) )(\d{1,4}) ?(weeks?|semanas?|sem|days?|dias?|hours?|horas?|hr|minutes?|minutos?|mins?|[wdhm])\b/);
  const unit = UNIT_WORDS.find(([pattern]) => pattern.test(found?.[2] ?? ""))?.[1];
  return found && unit ? { n: Number(found[1]), unit } : null;
}

function fromOffset({ n, unit }: Offset, time: Time | null, now: Civil): string | null {
  // "+3h 20:00" names two times.
  if (time && unit < DAY) return null;
  return iso({ ...plus(now, n, unit), ...(time ?? {}) });
}

function takeTime(rest: Rest): Time | null | "impossible" {
  if (rest.take(/\b(?:noon|midday|meio dia|meio-dia|mediodia)\b/)) return { hour: 12, minute: 0 };
  if (rest.take(/\b(?:midnight|meia noite|meia-noite|medianoche)\b/)) return MIDNIGHT;
  const found =
    rest.take(/\b(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)? ?(am|pm)?\b/) ??
    rest.take(/\b(\d{1,2}) ?h(?:s|rs)? ?(\d{2})?()\b/) ??
    rest.take(/\b(\d{1,2})() ?(am|pm)\b/);
  if (!found) return null;
  const minute = Number(found[2] || 0);
  const half = found[3];
  let hour = Number(found[1]);
  if (half && (hour < 1 || hour > 12)) return "impossible";
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  return hour < 24 && minute < 60 ? { hour, minute } : "impossible";
}

function takeDay(rest: Rest, now: Civil, language: string): Day | null | "impossible" {
  return takeNumbers(rest, now, language) ?? takeMonthName(rest, now) ?? takeNamedDay(rest, now);
}

function takeNumbers(rest: Rest, now: Civil, language: string): Day | null | "impossible" {
  const found = rest.take(/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/);
  if (found) return real({ year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) });
  const slashed = rest.take(/\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b/);
  if (!slashed) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  const year = slashed[3] ? Number(slashed[3].padStart(4, "20")) : null;
  // In English 1/12 is read in two ways, so it is only taken where one part cannot be a month.
  if (language.startsWith("en") && first <= 12 && second <= 12 && first !== second) return "impossible";
  const isMonthFirst = language.startsWith("en") && second > 12;
  const [month, day] = isMonthFirst ? [first, second] : [second, first];
  return year === null ? soonest(month, day, now) : real({ year, month, day });
}

const MONTHS: RegExp[] = [
  /^(?:jan|january|janeiro|ene|enero)$/,
  /^(?:feb|february|fev|fevereiro|febrero)$/,
  /^(?:mar|march|marco|marzo)$/,
  /^(?:apr|april|abr|abril)$/,
  /^(?:may|mai|maio|mayo)$/,
  /^(?:jun|june|junho|junio)$/,
  /^(?:jul|july|julho|julio)$/,
  /^(?:aug|august|ago|agosto)$/,
  /^(?:sep|sept|september|set|setembro|septiembre|setiembre)$/,
  /^(?:oct|october|out|outubro|octubre)$/,
  /^(?:nov|november|novembro|noviembre)$/,
  /^(?:dec|december|dez|dezembro|dic|diciembre)$/,
];

function takeMonthName(rest: Rest, now: Civil): Day | null | "impossible" {
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th|o)? (?:of |de )?([a-z]{3,})\.?(?: (?:of |de |del )?(\d{4}))?\b/;
  const monthFirst = /\b([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b/;
  for (const [pattern, dayAt, monthAt] of [[dayFirst, 1, 2], [monthFirst, 2, 1]] as const) {
    const found = rest.take(pattern);
    if (!found) continue;
    const month = MONTHS.findIndex((names) => names.test(found[monthAt] ?? "")) + 1;
    if (month === 0) return "impossible";
    const day = Number(found[dayAt]);
    return found[3] ? real({ year: Number(found[3]), month, day }) : soonest(month, day, now);
  }
  return null;
}

const NAMED_DAYS: [RegExp, number][] = [
  [/\b(?:overmorrow)\b/, 2],
  [/\b(?:today|hoje|hoy)\b/, 0],
  [/\b(?:tomorrow|tmrw|amanha|manana)\b/, 1],
  [/\b(?:yesterday|ontem|ayer)\b/, -1],
];

const WEEKDAYS: RegExp[] = [
  /\b(?:sun|sunday|domingo|dom)\b/,
  /\b(?:mon|monday|segunda|seg|lunes|lun)\b/,
  /\b(?:tue|tues|tuesday|terca|ter|martes|mar)\b/,
  /\b(?:wed|wednesday|quarta|qua|miercoles|mie)\b/,
  /\b(?:thu|thur|thurs|thursday|quinta|qui|jueves|jue)\b/,
  /\b(?:fri|friday|sexta|sex|viernes|vie)\b/,
  /\b(?:sat|saturday|sabado|sab)\b/,
];

function takeNamedDay(rest: Rest, now: Civil): Day | null {
  for (const [pattern, days] of NAMED_DAYS) {
    if (rest.take(pattern)) return plus(now, days, DAY);
  }
  for (const [weekday, pattern] of WEEKDAYS.entries()) {
    if (!rest.take(pattern)) continue;
    // Always the one ahead: on a Monday "monday" is a week away, today is called today.
    const ahead = (weekday - new Date(ticks(now)).getUTCDay() + 7) % 7;
    return plus(now, ahead === 0 ? 7 : ahead, DAY);
  }
  return null;
}

/** The next such day from today on, for dates without a year. */
function soonest(month: number, day: number, now: Civil): Day | "impossible" {
  for (const year of [now.year, now.year + 1, now.year + 2, now.year + 3, now.year + 4]) {
    const candidate = real({ year, month, day });
    if (candidate === "impossible") continue;
    if (ticks({ ...candidate, ...MIDNIGHT }) >= ticks({ ...now, ...MIDNIGHT })) return candidate;
  }
  return "impossible";
}

/** Refuses the 31st of November and its like. */
function real(day: Day): Day | "impossible" {
  const back = new Date(ticks({ ...day, ...MIDNIGHT }));
  const same = back.getUTCFullYear() === day.year && back.getUTCMonth() + 1 === day.month && back.getUTCDate() === day.day;
  return same ? day : "impossible";
}

// Civil arithmetic borrows UTC because it has no clock changes: two days from 20:00 is 20:00.
function ticks(at: Civil): number {
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute);
}

function plus(at: Civil, n: number, unit: number): Civil {
  const sum = new Date(ticks(at) + n * unit);
  return {
    year: sum.getUTCFullYear(),
    month: sum.getUTCMonth() + 1,
    day: sum.getUTCDate(),
    hour: sum.getUTCHours(),
    minute: sum.getUTCMinutes(),
  };
}
