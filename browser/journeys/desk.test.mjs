// The desk of the demo company: search, filters, order, pages both ways; why something cannot be done; taking work over
// from somebody, sending it back, abandoning it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { chooseAny } from "../lib/keyboard.mjs";
import { send, step } from "../lib/release.mjs";

const demo = (login) => ({ login, password: "slipway-demo" });

describe("desk", needsServer, () => {
  const suite = journeySuite({ command: ["demo"] });
  const rows = (page) => page.locator("tr[data-row]").evaluateAll((all) => all.map((row) => row.dataset.row));
  const column = (page, n) => page.locator(`tr[data-row] td:nth-child(${n})`).allInnerTexts();

  test("words and filters narrow, chips take them back", async () => {
    const page = await suite.loggedIn("/releases", demo("helena"));
    const open = await rows(page);
    await page.locator("#words").fill("portal");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=portal/);
    const found = await rows(page);
    assert.ok(found.length > 0 && found.length < open.length);
    for (const title of await column(page, 2)) assert.match(title.toLowerCase(), /portal/);

    await page.locator(".chip.add").click();
    await page.locator("dialog[open] input[name=priority][value='3']").check();
    await page.locator("dialog[open] button.primary").click();
    await page.waitForURL(/priority=3/);
    const narrowed = await rows(page);
    assert.ok(narrowed.length > 0 && narrowed.every((row) => found.includes(row)));
    assert.deepEqual(new Set(await page.locator("tr[data-row] .priority b").allTextContents()), new Set(["3"]));

    const chips = await page.locator(".chip:not(.add)").count();
    await page.locator(".chip:not(.add) a").last().click();
    await page.waitForLoadState();
    assert.equal(await page.locator(".chip:not(.add)").count(), chips - 1);

    await page.goto(`${suite.server.base}/releases?q=nothing-is-called-so`);
    assert.ok(await page.locator(".empty a.btn").first().isVisible(), "an empty list says what to do next");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("a header orders, and orders the other way", async () => {
    const page = await suite.loggedIn("/releases?state=all", demo("helena"));
    await page.getByRole("link", { name: "Pri." }).click();
    await page.waitForURL(/sort=/);
    const ascending = (await page.locator("tr[data-row] .priority b").allTextContents()).map(Number);
    assert.deepEqual(ascending, ascending.toSorted());
    await page.getByRole("link", { name: "Pri." }).click();
    await page.waitForURL(/sort=-/);
    const descending = (await page.locator("tr[data-row] .priority b").allTextContents()).map(Number);
    assert.deepEqual(descending, ascending.toReversed());
    assert.equal(await page.locator("th[aria-sort=descending]").count(), 1);
    await page.context().close();
  });

  test("every row comes once on the way forward, and the same pages on the way back", async () => {
    const admin = await suite.loggedIn("/admin/parameters", demo("admin"));
    await admin.locator("#rows_per_page").fill("10");
    await admin.locator("form:has(#rows_per_page) button").click();
    await admin.waitForLoadState();
    await admin.context().close();

    const page = await suite.loggedIn("/releases?state=all", demo("helena"));
    const forward = [await rows(page)];
    while ((await page.locator("a[rel=next]").count()) > 0) {
      await page.locator("a[rel=next]").click();
      await page.waitForLoadState();
      forward.push(await rows(page));
    }
    const total = Number((await page.locator("#pager-count").textContent()).match(/(\d+)\s*$/)[1]);
    assert.ok(forward.length >= 4);
    assert.equal(new Set(forward.flat()).size, total);
    assert.equal(forward.flat().length, total);

    const back = [forward.at(-1)];
    while ((await page.locator("a[rel=prev]").count()) > 0) {
      await page.locator("a[rel=prev]").click();
      await page.waitForLoadState();
      back.push(await rows(page));
    }
    assert.deepEqual(back.toReversed(), forward);
    await page.context().close();
  });

  test("what cannot be done says why, for each action", async () => {
    const page = await suite.loggedIn("/releases", demo("livia"));
    await page.locator("tr[data-row] .more a").first().click();
    const sheet = page.locator("dialog[open]");
    await sheet.waitFor();
    const refused = sheet.locator(".menu-item[aria-disabled=true]");
    assert.ok((await refused.count()) >= 5, "a viewer is offered nothing that writes");
    for (const reason of await refused.locator("small").allTextContents()) assert.match(reason, /\S+ \S+ \S+/);
    assert.equal(await refused.locator("small").count(), await refused.count());

    const offered = await sheet.locator("a.menu-item").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const number = (await page.locator("tr[data-row]").first().getAttribute("data-row")).replace(/\D/g, "");
    for (const part of ["edit", "capture", "advance", "situation"]) {
      assert.ok(!offered.some((href) => href.includes(`/${part}`)), part);
      await page.goto(`${suite.server.base}/releases/${number}/${part}`);
      assert.equal(await page.locator("main .form-end .primary").count(), 0, `${part} offers no button to a viewer`);
    }
    await page.context().close();
  });

  test("work is taken over and sent back, with its reason", async () => {
    const page = await suite.loggedIn("/", demo("rafael"));
    const number = await findOffered(page, "capture", /Take over from/);
    await page.goto(`${suite.server.base}/releases/${number}/capture`);
    const asked = await page.locator("main .primary").innerText();
    const holder = asked.replace("Take over from ", "").trim();
    assert.notEqual(holder, asked, "the page names whom the work is taken from");
    await send(page);
    assert.match(await page.locator(".facts").innerText(), /Rafael Nogueira/);
    assert.match(await page.locator(".timeline li").first().innerText(), new RegExp(`over from ${holder}`));

    if ((await step(page)) === "Release") {
      await page.locator("[data-action=advance]").click();
      await send(page);
      await page.locator("[data-action=capture]").click();
      await send(page);
    }
    await page.goto(`${suite.server.base}/releases/${number}/advance?outcome=not_solved`);
    await page.locator(".form-end .primary").click();
    await page.locator("[data-errors]").waitFor();
    await page.locator("#closure").fill("The old certificate is still served.");
    await send(page);
    assert.equal(await step(page), "Release");
    assert.match(await page.locator(".record-line").innerText(), /Not solved/);

    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("a release is abandoned, with its reason, and closed", async () => {
    const page = await suite.loggedIn("/", demo("admin"));
    const number = await findOffered(page, "advance?outcome=canceled", /Cancel release/);
    await page.goto(`${suite.server.base}/releases/${number}/advance?outcome=canceled`);
    await page.locator(".form-end .primary").click();
    await page.locator("[data-errors]").waitFor();
    await chooseAny(page, "#solution_category");
    await page.locator("#closure").fill("The vendor withdrew the version.");
    await send(page);
    assert.match(await page.locator(".record-line").innerText(), /Canceled\s+Closed/);
    assert.match(await page.locator(".timeline li").first().innerText(), /The vendor withdrew the version/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  /** The first release in execution where an action is offered with such a label. */
  async function findOffered(page, part, label) {
    await page.goto(`${suite.server.base}/releases?status=in_execution`);
    const numbers = (await rows(page)).map((row) => row.replace(/\D/g, ""));
    for (const number of numbers) {
      await page.goto(`${suite.server.base}/releases/${number}/actions`);
      if ((await page.locator(`a.menu-item[href*="/${part}"]`, { hasText: label }).count()) > 0) return number;
    }
    throw new Error(`no release offers ${label}`);
  }
});
