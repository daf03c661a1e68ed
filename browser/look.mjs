// Draws the sample pages to browser/shots: both themes at 1440 px, and 390 px as on a phone.
// `node look.mjs` for all, `node look.mjs desk release` for some.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPage } from "./lib/chromium.mjs";
import { startSamples } from "./lib/samples.mjs";

const SAMPLES = ["desk", "release", "form", "login", "parts"];
const SIZES = [
  { name: "1440", viewport: { width: 1440, height: 900 } },
  { name: "390", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
];

const shots = join(import.meta.dirname, "shots");
mkdirSync(shots, { recursive: true });
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : SAMPLES;
const [samples, browser] = [await startSamples(), await openBrowser()];
try {
  for (const sample of wanted) {
    for (const theme of ["light", "dark"]) {
      for (const { name, ...options } of SIZES) {
        const page = await openPage(browser, options);
        await page.goto(`${samples.base}/${sample}?theme=${theme}`);
        await page.waitForLoadState("networkidle");
        await page.evaluate(() => document.activeElement?.blur());
        await page.screenshot({ path: join(shots, `${sample}-${theme}-${name}.png`), fullPage: name === "390" || sample === "parts" || sample === "form" });
        for (const complaint of page.complaints) console.error(`${sample} ${theme} ${name}: ${complaint}`);
        await page.context().close();
      }
    }
  }
} finally {
  await browser.close();
  await samples.stop();
}
