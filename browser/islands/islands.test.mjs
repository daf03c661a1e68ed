// The islands under the real content policy, by keyboard where a keyboard can do it. Each test ends with no
// complaint of a script or of the policy.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { json, page as sample } from "../lib/samples.mjs";
import { needsBrowser, sampleSuite } from "../lib/suite.mjs";

describe("islands", needsBrowser, () => {
  const suite = sampleSuite();

  /** A test with a page of its own and answers of its own. */
  function island(name, path, body, options) {
    test(name, async () => {
      suite.samples.answers.clear();
      const page = await suite.open(path, options);
      try {
        await body(page, suite.samples.answers);
        assert.deepEqual(page.complaints, []);
      } finally {
        await page.context().close();
      }
    });
  }

  const html = (name, edit) => (_request, _body, url) => sample(name, url, edit);
  const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);

  island("a theme is applied at once, remembered, and told to the server", "/desk?theme=light", async (page, answers) => {
    let told = "";
    answers.set("POST /preferences", (_, body) => ((told = body), { status: 204, text: "" }));
    await page.locator(".top details.menu > summary").click();
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/preferences`).length > 0);
    assert.equal(new URLSearchParams(told).get("theme"), "dark");
    await page.reload();
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  });

  island("the rail folds and stays folded; its names are still read", "/desk", async (page) => {
    await page.getByRole("button", { name: "Fold the menu" }).click();
    await page.reload();
    assert.equal(await page.getAttribute("html", "data-rail"), "narrow");
    assert.ok((await page.locator("#rail").boundingBox()).width < 80);
    assert.ok(await page.getByRole("link", { name: "Calendar" }).isVisible());
  });

  island("j, k and x walk and choose the rows", "/desk", async (page) => {
    await page.keyboard.press("j");
    assert.equal(await focused(page), "Payments API 4.2");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    assert.equal(await focused(page), "Core switch firmware 17.9.4");
    await page.keyboard.press("x");
    assert.ok(await page.getByLabel("Select REL-1283").isChecked());
    assert.equal(await page.locator("[data-mass-count]").textContent(), "3 selected");
    await page.keyboard.press("Enter");
    await page.waitForURL(/release\?n=1283/);
  });

  island("two keys lead to a place", "/release", async (page) => {
    await page.evaluate(() => document.querySelector("#keys ul").insertAdjacentElement("beforeend", Object.assign(document.createElement("li"), { textContent: "Form" })).setAttribute("data-does", "go /form"));
    await page.evaluate(() => document.querySelector("#keys li:last-child").setAttribute("data-key", "g f"));
    await page.keyboard.press("?");
    await page.getByRole("button", { name: "Restore the original keys" }).click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await page.waitForURL(/\/form$/);
  });

  island("no shortcut acts while one types, and none when they are off", "/desk", async (page) => {
    await page.getByRole("searchbox", { name: "Search or do anything" }).focus();
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.getByRole("heading", { name: "Releases" }).click();
    await page.keyboard.press("?");
    await page.getByLabel("Shortcuts of one key are on").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    assert.notEqual(await focused(page), "Payments API 4.2");
    await page.keyboard.press("Control+k");
    assert.ok(await page.getByRole("dialog", { name: "Search and commands" }).isVisible());
    await page.reload();
    await page.keyboard.press("j");
    assert.notEqual(await focused(page), "Payments API 4.2");
  });

  island("a key can be changed, and no key does two things", "/desk", async (page) => {
    await page.keyboard.press("?");
    await page.getByTitle("Change the key: Next row").click();
    await page.keyboard.press("k");
    await page.keyboard.press("Escape");
    await page.reload();
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await page.keyboard.press("j");
    assert.equal(await focused(page), "Payments API 4.2");
  });

  island("the palette finds places and actions, and searches the rest", "/desk", async (page, answers) => {
    const asked = [];
    answers.set("/find", (_request, _body, url) => {
      asked.push(url.searchParams.get("q"));
      return json(asked.at(-1) === "pay" ? [{ label: "REL-1284 Payments API 4.2", href: "/release?n=1284", hint: "In execution" }] : []);
    });
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Search or do anything" });
    await field.fill("regist");
    assert.equal(await page.locator("#palette [role=option]").first().textContent(), "Register release");
    assert.equal(await field.getAttribute("aria-activedescendant"), await page.locator("#palette [data-active]").getAttribute("id"));
    await field.fill("pay");
    await page.getByRole("option", { name: /REL-1284/ }).waitFor();
    assert.equal(asked.at(-1), "pay");
    await page.keyboard.press("Enter");
    await page.waitForURL(/release\?n=1284/);
  });

  island("Enter on words that match nothing searches for them", "/desk", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("ledger 7");
    await page.keyboard.press("Enter");
    await page.waitForURL(/desk\?q=ledger\+7/);
  });

  island("a combobox is filtered and picked from by keyboard", "/form", async (page) => {
    const field = page.getByRole("combobox", { name: /Executor group/ });
    await field.fill("integracao");
    await page.getByRole("option", { name: "Integração" }).waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "Integração");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    assert.equal(await page.locator("select[name=group]").inputValue(), "7");
    await field.fill("no such group");
    await page.getByText("No match").first().waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await field.inputValue(), "Integração", "what is not a choice does not stay");
  });

  island("a lookup asks the server and keeps the picked id", "/form", async (page, answers) => {
    const asked = [];
    answers.set("/lookup/employees", (_request, _body, url) => {
      asked.push(url.searchParams.get("q"));
      return json([{ id: 31, label: "Bruno Lima", hint: "Portal team" }, { id: 32, label: "Bruna Reis", hint: "DBA" }]);
    });
    const field = page.getByRole("combobox", { name: /Requester/ });
    await field.fill("bru");
    await page.getByRole("option", { name: /Bruna Reis/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(asked, ["bru"]);
    assert.equal(await page.locator("#requester-id").inputValue(), "32");
    await field.fill("somebody else");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator("#requester-id").inputValue(), "", "another text is not the picked person");
    assert.equal(await field.inputValue(), "somebody else");
  });

  island("a lookup that fails says so and keeps the text", "/form", async (page, answers) => {
    answers.set("/lookup/employees", () => ({ status: 503, text: "" }));
    await page.getByRole("combobox", { name: /Requester/ }).fill("bru");
    await page.getByText("That could not be loaded").waitFor();
    page.complaints = page.complaints.filter((complaint) => !complaint.includes("503"));
  });

  island("a date is understood, shown and written as ISO local time", "/form", async (page) => {
    const field = page.getByLabel("Start");
    await field.fill("2 dec 2026 20:15");
    assert.match(await page.locator("#deployment_start-hint").textContent(), /Wed.*2026.*20:15 America\/Sao_Paulo/);
    await field.blur();
    assert.equal(await field.inputValue(), "2026-12-02T20:15");
    await field.fill("when it is done");
    await field.blur();
    assert.equal(await field.inputValue(), "when it is done", "what was typed stays");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  });

  island("what was typed survives a reload, and is asked about first", "/form", async (page) => {
    await page.getByLabel("Version").fill("5.0");
    await page.getByRole("combobox", { name: /Executor group/ }).fill("dba");
    await page.keyboard.press("Enter");
    const warned = new Promise((resolve) => page.once("dialog", (dialog) => (resolve(dialog.type()), dialog.accept())));
    await page.reload();
    assert.equal(await warned, "beforeunload");
    // The sample comes with errors, as after a refused save; a fresh form offers what was kept.
    suite.samples.answers.set("/form", html("form", (text) => text.replace(/<div class="error-summary"[\s\S]*?<\/ul><\/div>/, "")));
    await page.reload();
    await page.getByRole("button", { name: "Restore it" }).click();
    assert.equal(await page.getByLabel("Version").inputValue(), "5.0");
    assert.equal(await page.getByRole("combobox", { name: /Executor group/ }).inputValue(), "DBA");
    assert.equal(await page.locator("select[name=group]").inputValue(), "4");
  });

  island("a draft goes when the server has taken it, not before", "/form", async (page, answers) => {
    const kept = () => page.evaluate(() => localStorage.getItem("slipway.draft.release-new"));
    const send = async () => {
      await page.getByLabel("Version").fill("5.0");
      await page.getByRole("button", { name: "Register release" }).click();
    };
    answers.set("POST /form", html("form"));
    await send();
    await page.waitForLoadState();
    assert.match(await kept(), /5\.0/, "the form came back with its errors");

    answers.set("POST /form", html("login"));
    await send();
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    assert.match(await kept(), /5\.0/, "the session had ended");

    await page.goto(`${suite.samples.base}/form`);
    answers.set("POST /form", () => ({ status: 303, headers: { location: "/release" }, text: "" }));
    await send();
    await page.getByRole("heading", { name: "Payments API 4.2" }).waitFor();
    assert.equal(await kept(), null);
  });

  island("a choice redraws the fields that follow from it and nothing else", "/form", async (page, answers) => {
    let sent;
    answers.set("POST /form", (_request, body, url) => {
      sent = new URLSearchParams(body);
      return sample("form", url, (text) => text.replace("Payments / Major", "Network / Minor"));
    });
    await page.getByLabel("Version").fill("9.9");
    await page.getByRole("radio", { name: /Network/ }).check();
    await page.getByRole("radio", { name: /Network \/ Minor/ }).waitFor();
    assert.equal(sent.get("portfolio"), "1");
    assert.equal(sent.get("step"), "fields", "the server sees that this is not saving");
    assert.equal(await page.getByLabel("Version").inputValue(), "9.9");
  });

  island("a confirmation says what will change and sends only on yes", "/desk", async (page, answers) => {
    const sent = [];
    answers.set("POST /desk", (_, body, url) => (sent.push(new URLSearchParams(body)), sample("desk", url)));
    await page.getByRole("button", { name: "Suspend", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Suspend 2 releases" });
    await dialog.getByText("Their deadlines stop").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal(sent.length, 0);
    await page.getByRole("button", { name: "Suspend", exact: true }).click();
    await dialog.getByRole("button", { name: "Suspend" }).click();
    await page.waitForLoadState();
    assert.deepEqual(sent[0].getAll("release"), ["1281", "1277"]);
    assert.equal(sent[0].get("do"), "suspend", "the pressed button is sent too");
    await page.goto(`${suite.samples.base}/parts`);
    await page.getByRole("button", { name: "Ask me" }).click();
    assert.equal(await focused(page), "Go on");
  });

  island("changed rows change in place; new ones wait to be shown", "/desk", async (page, answers) => {
    await page.clock.install();
    await page.reload();
    for (const number of ["REL-1281", "REL-1277"]) await page.getByLabel(`Select ${number}`).uncheck();
    let header;
    answers.set("/desk", (request, _body, url) => {
      header = request.headers["slipway-refresh"];
      return sample("desk", url, (text) =>
        text.replace(/ checked/g, "").replace("Core switch firmware 17.9.4", "Core switch firmware 17.9.5").replace(/<tr data-row="REL-1284">[\s\S]*?<\/tr>/, (row) => row + row.replaceAll("1284", "1290").replace("Payments API 4.2", "Payments API 4.3")).replace('id="tab-open" data-live>38', 'id="tab-open" data-live>39'),
      );
    });
    await page.clock.runFor(26_000);
    await page.getByRole("link", { name: "Core switch firmware 17.9.5" }).waitFor();
    assert.equal(header, "1", "the server can tell it from a person's request");
    assert.equal(await page.locator("#tab-open").textContent(), "39");
    assert.equal(await page.getByRole("link", { name: "Payments API 4.3" }).count(), 0);
    await page.locator("[data-fresh]").getByRole("button", { name: "show" }).click();
    assert.ok(await page.getByRole("link", { name: "Payments API 4.3" }).isVisible());
  });

  island("nothing is refreshed under a person's hands", "/desk", async (page, answers) => {
    await page.clock.install();
    await page.reload();
    let n = 0;
    answers.set("/desk", (_request, _body, url) => ((n += 1), sample("desk", url)));
    await page.clock.runFor(60_000);
    assert.equal(n, 0, "two rows are selected");
  });

  island("space opens the preview beside the list, Escape closes it", "/desk", async (page, answers) => {
    answers.set("/preview", (_request, _body, url) => sample("release", url));
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    const panel = page.getByRole("complementary", { name: "Preview" });
    await panel.getByText("waits for two things").waitFor();
    assert.equal(await focused(page), "Payments API 4.2", "the list keeps the focus");
    await page.keyboard.press("Escape");
    assert.ok(await panel.isHidden());
  });

  island("a form of another page opens as a sheet", "/release", async (page) => {
    await page.getByRole("link", { name: "Suspend" }).click();
    const sheet = page.getByRole("dialog", { name: "Register release" });
    await sheet.getByRole("combobox", { name: /Executor group/ }).waitFor();
    assert.ok(await sheet.getByRole("button", { name: "Register release" }).isVisible());
  });

  island("the error summary has the focus and leads into the fields", "/form", async (page) => {
    assert.equal(await page.evaluate(() => document.activeElement.matches("[data-errors]")), true);
    await page.getByRole("link", { name: "The deployment would end before it starts" }).click();
    assert.equal(await focused(page), "deployment_end");
  });

  island("a menu opens, walks and closes by keyboard", "/desk", async (page) => {
    await page.getByText("Actions for REL-1284").locator("..").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "Open");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("details.menu[open]").count(), 0);
    assert.equal(await focused(page), "Actions for REL-1284");
  });

  island("a token is copied", "/parts", async (page) => {
    await page.getByRole("button", { name: "Copy" }).click();
    await page.locator(".toast").getByText("Copied").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "slp_6f1c0f3a");
  }, { permissions: ["clipboard-read", "clipboard-write"] });

  island("without a script everything is still there: forms, links, menus", "/form", async (page, answers) => {
    const sent = new Promise((resolve) => answers.set("POST /form", (_, body, url) => (resolve(new URLSearchParams(body)), sample("form", url))));
    assert.ok(await page.getByRole("button", { name: "Show the fields for this choice" }).isVisible());
    assert.equal(await page.locator(".js-only:visible").count(), 0);
    await page.getByLabel("Executor group").selectOption("Network");
    await page.getByLabel("Start").fill("tomorrow 20:00");
    await page.getByRole("button", { name: "Register release" }).click();
    const values = await sent;
    assert.equal(values.get("group"), "2");
    assert.equal(values.get("deployment_start"), "tomorrow 20:00");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole("button", { name: "Open the menu" }).click();
    assert.ok(await page.getByRole("link", { name: "Calendar" }).isVisible());
  }, { javaScriptEnabled: false });

  island("the page speaks the language it is in", "/form?lang=pt-BR", async (page) => {
    await page.getByRole("combobox", { name: /Executor group/ }).fill("zzz");
    await page.getByText("Nada encontrado").first().waitFor();
    const field = page.getByLabel("Start");
    await field.fill("2 de dezembro de 2026 às 20h");
    await field.blur();
    assert.equal(await field.inputValue(), "2026-12-02T20:00");
  });

  island("a form that is on its way is not sent again by the question before it", "/form", async (page) => {
    let sent;
    const isSent = new Promise((resolve) => (sent = resolve));
    await page.route("**/form", async (route) => {
      const isQuestion = (route.request().postData() ?? "").includes("step=fields");
      if (!isQuestion) {
        sent();
        await new Promise((later) => setTimeout(later, 300));
        return route.fulfill({ contentType: "text/html", body: "<title>Saved</title>" });
      }
      await isSent;
      return route.abort();
    });
    await page.locator("#portfolio").getByText("Network", { exact: true }).click();
    await page.getByRole("button", { name: "Register release" }).click();
    await page.waitForFunction(() => document.title === "Saved");
  });
});
