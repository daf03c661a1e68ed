// `<time datetime data-relative>` counts in the reader's language; the exact instant stays in the title.

import { all, language, onSwap } from "./dom.ts";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function startRelativeTimes(): void {
  show();
  onSwap(show);
  setInterval(show, 30_000);
}

/** "5 minutes ago", "in 3 days"; under a minute it is "now". */
export function relative(instant: Date, now: Date, tongue: string): string {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(tongue, { numeric: "auto", style: "long" });
  for (const [unit, size] of UNITS) {
    const n = Math.trunc(seconds / size);
    if (n !== 0) return words.format(n, unit);
  }
  return words.format(0, "second");
}

function show(): void {
  const now = new Date();
  for (const element of all<HTMLTimeElement>("time[data-relative]")) {
    const instant = new Date(element.dateTime);
    if (!Number.isNaN(instant.getTime())) element.textContent = relative(instant, now, language());
  }
}
