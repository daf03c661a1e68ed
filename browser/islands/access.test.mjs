// Every sample, in both themes and high contrast, wide and on a phone: no finding of axe, nothing wider than
// the page from 320 to 2,560 px, targets a finger can hit, and no complaint of the content policy.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findings } from "../lib/axe.mjs";
import { needsBrowser, sampleSuite } from "../lib/suite.mjs";

const SAMPLES = ["desk", "release", "form", "login", "parts"];
const WIDTHS = [320, 390, 560, 640, 768, 900, 1024, 1280, 1440, 2560];
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe("access", needsBrowser, () => {
  const suite = sampleSuite();

  for (const sample of SAMPLES) {
    for (const theme of ["light", "dark"]) {
      test(`${sample} has no finding of axe in the ${theme} theme`, async () => {
        const page = await suite.open(`/${sample}?theme=${theme}`);
        assert.deepEqual(await findings(page), []);
        await page.emulateMedia({ contrast: "more" });
        assert.deepEqual(await findings(page), [], "in high contrast");
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      });
    }

    test(`${sample} has no finding of axe on a phone`, async () => {
      const page = await suite.open(`/${sample}`, PHONE);
      assert.deepEqual(await findings(page), []);
      await page.context().close();
    });

    test(`${sample} is never wider than its window, in the longest language too`, async () => {
      const page = await suite.open(`/${sample}?lang=pt-BR`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${over} px too wide at ${width} px`);
      }
      await page.context().close();
    });

    test(`${sample} has targets of 44 px on touch`, async () => {
      const page = await suite.open(`/${sample}`, PHONE);
      assert.deepEqual(await page.evaluate(smallTargets), []);
      await page.context().close();
    });

    test(`${sample} has one first heading and a main landmark`, async () => {
      const page = await suite.open(`/${sample}`);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      assert.equal(await page.getByRole("main").count(), 1);
      await page.context().close();
    });
  }
});

/** Runs in the page: what can be pressed and is under 44 px high; links in sentences are exempt (WCAG 2.5.8). */
function smallTargets() {
  const inText = "p a, .note a, .menu-title a, .link, .foot a, td a, small a, .prose a, .board-card a, .entry, .skip";
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  return [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
    .filter((element) => visible(element) && !element.matches(inText) && !element.closest("dialog:not([open])"))
    .map((element) => [element, (element.closest("label, .ribbon > li") ?? element).getBoundingClientRect()])
    .filter(([element, box]) => box.height > 1 && box.height < 43.5 && element.tabIndex >= 0)
    .map(([element, box]) => `${element.outerHTML.slice(0, 80)}: ${Math.round(box.height)} px`);
}
