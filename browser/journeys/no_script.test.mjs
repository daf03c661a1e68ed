// Without JavaScript: a registration with mistakes comes back whole, two people edit at once, and the release is closed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { PHASES, RECORD, send, step } from "../lib/release.mjs";

describe("no script", needsServer, () => {
  const suite = journeySuite();
  const plain = { javaScriptEnabled: false };
  let number;

  test("what is wrong is named field by field, and what was typed comes back", async () => {
    const page = await suite.loggedIn("/releases/new", plain);
    await page.locator("#portfolio").getByText("Releases", { exact: true }).click();
    await page.locator("[name=step]").first().click();
    await page.locator("#model").getByText("Major", { exact: true }).click();
    await page.locator("[name=step]").last().click();

    const typed = {
      "contact.name": "Administrator & <b>friends</b>",
      "contact.email": "not an address",
      version: "4.2.0",
      description: "Two lines,\nboth kept.",
      "planning.start": "2030-03-05T09:00",
      "planning.end": "2030-03-04T18:00",
      "planning.notes": "Kept as well.",
      "deployment.start": "never",
      "deployment.end": "2030-03-06T23:00",
    };
    for (const [id, text] of Object.entries(typed)) await field(page, id).fill(text);
    await page.locator(".form-end .primary").click();

    await page.locator("[data-errors]").waitFor();
    assert.deepEqual(await wrong(page), ["contact.email", "deployment.start", "planning.end", "title"]);
    for (const [id, text] of Object.entries(typed)) assert.equal(await field(page, id).inputValue(), text, id);
    assert.equal(await page.locator("#model input:checked + .tile-icon + b").textContent(), "Major");
    for (const id of await wrong(page)) {
      assert.equal(await field(page, id).getAttribute("aria-invalid"), "true", id);
      assert.match(await field(page, id).getAttribute("aria-describedby"), new RegExp(`${id.replace(".", "\\.")}-error`));
      await page.locator(`[data-errors] a[href="#${id}"]`).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), id, "the summary leads to the field");
    }

    await field(page, "title").fill("Payments API 4.2");
    await field(page, "contact.email").fill("admin@example.org");
    for (const [id, text] of Object.entries(PHASES)) await field(page, id).fill(text);
    await send(page);
    number = Number(page.url().match(RECORD)[1]);
    assert.equal(await page.getByText("Administrator & <b>friends</b>").count(), 1, "people's text stays text");
    await page.context().close();
  });

  test("who saves second sees both versions and loses nothing", async () => {
    const [one, other] = [await suite.loggedIn(`/releases/${number}/edit`, plain), await suite.loggedIn(`/releases/${number}/edit`, plain)];
    await field(one, "title").fill("Payments API 4.3");
    await field(one, "version").fill("4.3.0");
    await send(one);

    await field(other, "title").fill("Payments API, fourth");
    await field(other, "description").fill("Typed while somebody else saved.");
    const [answer] = await Promise.all([other.waitForNavigation(), other.locator(".form-end .primary").first().click()]);
    assert.equal(answer.status(), 412);
    const shown = await other.locator("main").innerText();
    for (const text of ["Payments API, fourth", "Payments API 4.3", "Typed while somebody else saved.", "4.3.0"]) assert.ok(shown.includes(text), text);
    assert.equal(await other.locator("fieldset:has(input[type=radio])").count(), 1, "only the title is disputed");
    await other.locator(".form-end .primary").click();
    await other.waitForURL(RECORD);
    const record = await other.locator("main").innerText();
    for (const text of ["Payments API, fourth", "Typed while somebody else saved.", "4.3.0"]) assert.ok(record.includes(text), text);
    await one.context().close();
    await other.context().close();
  });

  test("it is worked through and closed by plain forms", async () => {
    const page = await suite.loggedIn(`/releases/${number}`, plain);
    for (const next of ["Run", "Test", "Homologation"]) {
      await page.locator("[data-action=capture]").click();
      await send(page);
      await page.locator("[data-action=advance]").click();
      await send(page);
      assert.equal(await step(page), next);
    }
    await page.locator("[data-action=capture]").click();
    await send(page);
    await page.locator("[data-action=advance]").click();
    await page.locator("#outcome").getByText("Solved", { exact: true }).click();
    await page.locator("button[name=step]").click();
    await page.locator(".form-end .primary").click();
    assert.deepEqual(await wrong(page), ["closure", "release_date", "solution_category"], "what closing demands is named");
    await field(page, "release_date").fill("2030-03-06");
    await field(page, "solution_category").selectOption({ index: 1 });
    await field(page, "closure").fill("Delivered.");
    await send(page);
    const states = await page.locator(".record-line .state").allTextContents();
    assert.deepEqual(states.map((state) => state.trim()), ["Solved", "Closed"]);
    await page.context().close();
  });

  const field = (page, id) => page.locator(`[id="${id}"]`);
  const wrong = async (page) =>
    (await page.locator("[data-errors] a").evaluateAll((links) => links.map((link) => link.getAttribute("href").slice(1)))).sort();
});
