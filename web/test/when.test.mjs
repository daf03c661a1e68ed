// What people type into a date field, in three languages, against the one moment it is typed at.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "./load.mjs";

const { read, iso, civil } = await load("when.ts");

// A Sunday evening.
const NOW = { year: 2026, month: 11, day: 22, hour: 18, minute: 45 };

const MEANT = {
  en: {
    "tomorrow 20:00": "2026-11-23T20:00",
    "Tomorrow at 8pm": "2026-11-23T20:00",
    "8:30 pm today": "2026-11-22T20:30",
    "day after tomorrow 6:00": "2026-11-24T06:00",
    "yesterday 9:15": "2026-11-21T09:15",
    "+2d 8:00": "2026-11-24T08:00",
    "+3h": "2026-11-22T21:45",
    "in 90 minutes": "2026-11-22T20:15",
    "+1w": "2026-11-29T18:45",
    "friday 22:00": "2026-11-27T22:00",
    "next friday 22:00": "2026-11-27T22:00",
    "sunday 10:00": "2026-11-29T10:00",
    "20:00": "2026-11-22T20:00",
    "8:00": "2026-11-23T08:00",
    "2 Dec 20:00": "2026-12-02T20:00",
    "dec 2, 2027 7:05": "2027-12-02T07:05",
    "1 Feb": "2027-02-01T00:00",
    "2026-12-01T20:00": "2026-12-01T20:00",
    "2026-12-01 20:00:30": "2026-12-01T20:00",
    "25/12/2026 20:00": "2026-12-25T20:00",
    "12/25/2026 20:00": "2026-12-25T20:00",
    "29 feb": "2028-02-29T00:00",
    "midnight tomorrow": "2026-11-23T00:00",
    "noon friday": "2026-11-27T12:00",
    "12 am friday": "2026-11-27T00:00",
    now: "2026-11-22T18:45",
  },
  "pt-BR": {
    "amanhã 20:00": "2026-11-23T20:00",
    "amanha às 20h": "2026-11-23T20:00",
    "hoje 20h30": "2026-11-22T20:30",
    "depois de amanhã 6h": "2026-11-24T06:00",
    "segunda-feira 8:00": "2026-11-23T08:00",
    "próxima sexta às 22h": "2026-11-27T22:00",
    "sábado": "2026-11-28T00:00",
    "daqui a 2 dias 8:00": "2026-11-24T08:00",
    "em 3 horas": "2026-11-22T21:45",
    "2 de dezembro de 2026 20:00": "2026-12-02T20:00",
    "02/12/2026 20:00": "2026-12-02T20:00",
    "2/12 20:00": "2026-12-02T20:00",
    "meia-noite amanhã": "2026-11-23T00:00",
  },
  es: {
    "mañana 20:00": "2026-11-23T20:00",
    "mañana a las 20h": "2026-11-23T20:00",
    "pasado mañana 6:00": "2026-11-24T06:00",
    "el lunes 8:00": "2026-11-23T08:00",
    "miércoles a las 9:00": "2026-11-25T09:00",
    "viernes que viene 22:00": "2026-11-27T22:00",
    "en 2 días 8:00": "2026-11-24T08:00",
    "2 de diciembre 20:00": "2026-12-02T20:00",
    "3 mar": "2027-03-03T00:00",
    "mar 9:00": "2026-11-24T09:00",
    "hoy mediodía": "2026-11-22T12:00",
  },
};

describe("a date as people write it", () => {
  for (const [language, meant] of Object.entries(MEANT)) {
    for (const [typed, expected] of Object.entries(meant)) {
      test(`${language}: ${typed}`, () => assert.equal(read(typed, NOW, language), expected));
    }
  }

  const UNCERTAIN = ["", "soon", "tomorrow or friday", "31 nov", "2026-02-30", "25:00", "tomorrow 20:61", "13 pm", "+3h 20:00", "2026-12-01 20:00 maybe"];
  for (const typed of UNCERTAIN) {
    test(`is refused rather than guessed: "${typed}"`, () => assert.equal(read(typed, NOW, "en"), null));
  }

  test("in English a day and month that could be either is refused", () => {
    assert.equal(read("1/12/2026 20:00", NOW, "en"), null);
    assert.equal(read("1/12/2026 20:00", NOW, "pt-BR"), "2026-12-01T20:00");
  });

  test("what is written is read back as itself", () => {
    assert.equal(read(iso(NOW), NOW, "es"), iso(NOW));
  });

  test("the end of a year is crossed", () => {
    const eve = { year: 2026, month: 12, day: 31, hour: 23, minute: 30 };
    assert.equal(read("+1h", eve, "en"), "2027-01-01T00:30");
    assert.equal(read("tomorrow 8:00", eve, "en"), "2027-01-01T08:00");
  });
});

test("the clocks of a zone are read, not the browser's", () => {
  const instant = new Date("2026-11-22T02:30:00Z");
  assert.equal(iso(civil(instant, "America/Sao_Paulo")), "2026-11-21T23:30");
  assert.equal(iso(civil(instant, "Asia/Kolkata")), "2026-11-22T08:00");
});
