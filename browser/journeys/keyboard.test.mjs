// In Portuguese, by keyboard only: log in, register a release, take it through every task, close it. Not one call of a
// pointer stands in this file or in `lib/keyboard.mjs`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { chooseAny, chooseRadio, press, tabTo, typeInto } from "../lib/keyboard.mjs";
import { RECORD, step } from "../lib/release.mjs";
import { PASSWORD } from "../lib/server.mjs";

describe("keyboard", needsServer, () => {
  const suite = journeySuite({ env: { SLIPWAY_LANGUAGE: "pt-BR" } });
  const heading = (page) => page.getByRole("heading", { level: 1 }).textContent();

  test("em português: da entrada à liberação encerrada", async () => {
    const page = await suite.open("/login", { locale: "pt-BR" });
    assert.equal(await page.getAttribute("html", "lang"), "pt-BR");
    await typeInto(page, "#login", "admin");
    await typeInto(page, "#password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");

    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.waitForURL(/\/releases$/);
    assert.equal(await heading(page), "Liberações");
    await press(page, "main a.primary");
    await page.waitForURL(/\/releases\/new$/);

    await chooseRadio(page, "#portfolio", "Liberações");
    await chooseRadio(page, "#model", "Maior");
    await typeInto(page, "#title", "API de pagamentos 4.2");
    await typeInto(page, "#description", "Cada cartão é cobrado uma vez só.");
    await typeInto(page, '[id="planning.start"]', "amanhã 9:00");
    await typeInto(page, '[id="planning.end"]', "+2d 18:00");
    await typeInto(page, '[id="deployment.start"]', "+3d 20:00");
    await typeInto(page, '[id="deployment.end"]', "+3d 23:00");
    await press(page, ".form-end .primary");
    await page.waitForURL(RECORD);
    assert.equal(await heading(page), "API de pagamentos 4.2");

    for (const [here, next] of [["Liberação", "Execução"], ["Execução", "Teste"], ["Teste", "Homologação"]]) {
      assert.equal(await step(page), here);
      await capture(page);
      await page.keyboard.press("a");
      await page.waitForURL(/\/advance/);
      await press(page, ".form-end .primary");
      await page.waitForURL(RECORD);
      assert.equal(await step(page), next);
    }

    await capture(page);
    await page.keyboard.press("a");
    await page.waitForURL(/\/advance/);
    await chooseRadio(page, "#outcome", "Resolvida");
    await typeInto(page, "#release_date", "06032030");
    await chooseAny(page, "#solution_category");
    await typeInto(page, "#closure", "Entregue na janela.");
    await press(page, ".form-end .primary");
    await page.waitForURL(RECORD);
    const states = await page.locator(".record-line .state").allTextContents();
    assert.deepEqual(states.map((state) => state.trim()), ["Resolvida", "Encerrada"]);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("a paleta leva à liberação, e a lista de atalhos abre e fecha", async () => {
    const page = await suite.loggedIn("/", { locale: "pt-BR" });
    await page.keyboard.press("?");
    await page.locator("#keys[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#keys").waitFor({ state: "hidden" });
    await page.keyboard.press("Control+k");
    await page.locator("#palette[open]").waitFor();
    await page.keyboard.type("liber");
    await page.locator("#palette [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/releases/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("o pulo leva ao conteúdo", async () => {
    const page = await suite.loggedIn("/releases", { locale: "pt-BR" });
    await tabTo(page, ".skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.context().close();
  });

  async function capture(page) {
    await page.keyboard.press("c");
    await page.waitForURL(/\/capture/);
    await press(page, ".form-end .primary");
    await page.waitForURL(RECORD);
  }
});
