// Distances in time as people say them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { relative } = await load("relative.ts");
const NOW = new Date("2026-11-22T18:45:00Z");

const SAID = [
  ["2026-11-22T18:40:00Z", "en", "5 minutes ago"],
  ["2026-11-22T18:44:30Z", "en", "now"],
  ["2026-11-22T21:50:00Z", "en", "in 3 hours"],
  ["2026-11-25T18:45:00Z", "pt-BR", "em 3 dias"],
  ["2026-11-21T18:45:00Z", "es", "ayer"],
  ["2025-11-20T18:45:00Z", "en", "last year"],
];

for (const [instant, language, words] of SAID) {
  test(`${instant} is "${words}" in ${language}`, () => assert.equal(relative(new Date(instant), NOW, language), words));
}
