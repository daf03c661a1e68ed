// One server with a scratch store and one browser for a journey file, and people who log in.
import { after, before } from "node:test";
import { chromiumPath, openBrowser, openPage } from "./chromium.mjs";
import { PASSWORD, binary, startServer } from "./server.mjs";

const missing = [!chromiumPath() && "no Chromium on this machine", !binary() && "SLIPWAY_BIN names no binary"].filter(Boolean);

/** Options for `describe`: skipped, with its reason, where something is missing. */
export const needsServer = missing.length > 0 ? { skip: missing.join(", ") } : {};

export function journeySuite(options) {
  const suite = {
    /** A page of nobody yet. */
    async open(path, pageOptions) {
      const page = await openPage(suite.browser, pageOptions);
      await page.goto(suite.server.base + path);
      return page;
    },

    /** A page of somebody who has logged in by keyboard and is now at `path`. */
    async loggedIn(path = "/", { login = "admin", password = PASSWORD, ...pageOptions } = {}) {
      const page = await suite.open("/login", pageOptions);
      await page.locator("#login").fill(login);
      await page.locator("#password").fill(password);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.pathname.startsWith("/login"));
      if (path !== "/") await page.goto(suite.server.base + path);
      return page;
    },
  };
  before(async () => {
    suite.server = await startServer(options);
    suite.browser = await openBrowser();
  });
  after(async () => {
    await suite.browser?.close();
    await suite.server?.stop();
  });
  return suite;
}
