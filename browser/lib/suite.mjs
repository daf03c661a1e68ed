// One browser and one sample server for a test file, and a fresh page for each test.
import { after, before } from "node:test";
import { chromiumPath, openBrowser, openPage } from "./chromium.mjs";
import { startSamples } from "./samples.mjs";

/** Options for `describe`: skipped, with its reason, where there is no browser. */
export const needsBrowser = chromiumPath() ? {} : { skip: "no Chromium on this machine" };

export function sampleSuite() {
  const suite = {
    /** Opens a sample; every error of a script or the content policy is kept in `page.complaints`. */
    async open(path, options) {
      const page = await openPage(suite.browser, options);
      await page.goto(suite.samples.base + path);
      return page;
    },
  };
  before(async () => {
    suite.browser = await openBrowser();
    suite.samples = await startSamples();
  });
  after(async () => {
    await suite.browser?.close();
    await suite.samples?.stop();
  });
  return suite;
}
