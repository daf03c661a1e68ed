// The promise of tokens.css, pair by pair: text 4.5:1, edges of controls and icons 3:1, on every ground they
// stand on, in both themes and in high contrast (there 7:1 for text).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needsBrowser, sampleSuite } from "../lib/suite.mjs";

const GROUNDS = ["ground", "surface", "raised", "hover", "accent-soft"];
const HUES = ["run", "hold", "ok", "bad", "loop", "ice", "mute"];

const TEXTS = [
  ...["ink", "ink-2"].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...["ground", "surface", "raised", "hover"].map((ground) => ["ink-3", ground]),
  ...["accent", ...HUES].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...HUES.flatMap((hue) => [[hue, `${hue}-soft`], ["ink-2", `${hue}-soft`], ["accent", `${hue}-soft`]]),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["surface", "bad"],
];
const EDGES = ["ground", "surface", "raised", "hover", "accent-soft"].map((ground) => ["edge", ground]);

describe("contrast", needsBrowser, () => {
  const suite = sampleSuite();
  for (const theme of ["light", "dark"]) {
    test(`${theme}: texts reach 4.5:1, edges 3:1`, async () => {
      const page = await suite.open(`/login?theme=${theme}`);
      const ratios = await page.evaluate(ratiosOf, [...TEXTS, ...EDGES]);
      const weak = [...TEXTS.map((pair) => [pair, 4.5]), ...EDGES.map((pair) => [pair, 3])]
        .map(([pair, least], index) => ({ pair: pair.join(" on "), ratio: ratios[index], least }))
        .filter(({ ratio, least }) => ratio < least);
      assert.deepEqual(weak, []);
      await page.context().close();
    });

    test(`${theme}: in high contrast texts reach 7:1`, async () => {
      const page = await suite.open(`/login?theme=${theme}`);
      await page.evaluate(() => (document.documentElement.dataset.contrast = "more"));
      const pairs = ["ink", "ink-2", "ink-3", "accent", ...HUES].flatMap((text) => ["ground", "surface", "raised"].map((ground) => [text, ground]));
      const ratios = await page.evaluate(ratiosOf, pairs);
      assert.deepEqual(pairs.map((pair, index) => `${pair.join(" on ")}: ${ratios[index].toFixed(2)}`).filter((_, index) => ratios[index] < 7), []);
      await page.context().close();
    });
  }
});

/** Runs in the page: WCAG contrast of pairs of tokens, as painted. */
function ratiosOf(pairs) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const probe = document.body.appendChild(document.createElement("i"));
  const luminance = (token) => {
    probe.style.color = `var(--${token})`;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return pairs.map((pair) => {
    const [dark, light] = pair.map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  });
}
