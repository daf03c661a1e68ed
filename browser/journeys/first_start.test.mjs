// An empty installation: the password is set on the page, then the first release goes its whole way to solved and closed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findings } from "../lib/axe.mjs";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { PASSWORD } from "../lib/server.mjs";
import { capture, chooseFrom, register, send, sendTo, step } from "../lib/release.mjs";

describe("first start", needsServer, () => {
  const suite = journeySuite({ env: { SLIPWAY_ADMIN_PASSWORD: undefined } });

  test("from an empty store to a closed release", async () => {
    const page = await suite.open("/");
    assert.match(page.url(), /\/setup$/);
    assert.deepEqual(await findings(page), []);

    await page.locator("#password").fill("short");
    await page.locator("#again").fill("short");
    await page.getByRole("button").click();
    await page.getByRole("alert").waitFor();
    assert.match(page.url(), /\/setup$/, "a short password is refused and says so");
    await page.locator("#password").fill(PASSWORD);
    await page.locator("#again").fill(PASSWORD);
    await page.getByRole("button").click();
    await page.waitForURL((url) => url.pathname !== "/setup");

    if (new URL(page.url()).pathname === "/login") {
      await page.locator("#login").fill("admin");
      await page.locator("#password").fill(PASSWORD);
      await page.getByRole("button").click();
    }
    await page.getByRole("heading", { level: 1 }).waitFor();

    await page.getByRole("link", { name: "Register release" }).click();
    await register(page, {
      portfolio: "Releases",
      model: "Major",
      title: "Payments API 4.2",
      first: () => page.locator("#description").fill("Cards are charged once, even when the network stutters."),
    });
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Payments API 4.2");

    assert.equal(await step(page), "Release");
    for (const next of ["Run", "Test", "Homologation"]) {
      await capture(page);
      await sendTo(page, next);
    }
    await capture(page);
    await page.locator("[data-action=advance]").click();
    await page.locator("#outcome").getByText("Solved", { exact: true }).click();
    await page.locator("#release_date").fill("2030-03-06");
    await chooseSolution(page);
    await page.locator("#closure").fill("Delivered in the window.");
    await send(page);

    const states = await page.locator(".record-line .state").allTextContents();
    assert.deepEqual(states.map((state) => state.trim()), ["Solved", "Closed"]);
    assert.equal(await page.locator(".ribbon [aria-current=step]").count(), 0, "no task is open");
    assert.match(await page.locator(".proof").textContent(), /9 events, chain verified/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("nobody sets the password twice", async () => {
    const page = await suite.open("/setup");
    assert.equal(await page.locator("#password").count(), 0);
    assert.deepEqual(await findings(page), []);
    await page.context().close();
  });
});

async function chooseSolution(page) {
  const field = page.locator("#solution_category");
  if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ index: 1 });
  else await chooseFrom(page, "solution_category", "");
}
