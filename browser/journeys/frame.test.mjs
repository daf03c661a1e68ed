// Somebody logs in, finds the frame whole and accessible, and logs out again, by keyboard alone.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findings } from "../lib/axe.mjs";
import { journeySuite, needsServer } from "../lib/journey.mjs";

describe("frame", needsServer, () => {
  const suite = journeySuite();

  test("a stranger is asked to log in, and a wrong password says so", async () => {
    const page = await suite.open("/releases");
    assert.match(page.url(), /\/login/);
    assert.deepEqual(await findings(page), []);
    await page.locator("#login").fill("admin");
    await page.locator("#password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.context().close();
  });

  for (const theme of ["light", "dark"]) {
    test(`the first page has no finding of axe and no complaint in the ${theme} theme`, async () => {
      const page = await suite.loggedIn("/", { colorScheme: theme });
      assert.deepEqual(await findings(page), []);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }

  test("every entry of the rail leads to a page", async () => {
    const page = await suite.loggedIn();
    const addresses = await page.locator("#rail a:not(.brand)").evaluateAll((links) => links.map((link) => link.href));
    assert.ok(addresses.length >= 4);
    for (const address of addresses) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 200, address);
      assert.equal(await page.locator("#rail [aria-current=page]").count(), 1, address);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, address);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("the person menu logs out, and the way back is closed", async () => {
    const page = await suite.loggedIn();
    await page.locator(".top details.menu > summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/login/);
    await page.goto(`${suite.server.base}/releases`);
    assert.match(page.url(), /\/login/);
    await page.context().close();
  });
});
