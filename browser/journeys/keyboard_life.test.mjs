// In Portuguese, by keyboard only: register, suspend, reactivate, delegate, the test fails, run again, solve, reopen. Each
// page is read whole, and must say nothing that is not Portuguese; no call of a pointer stands here or in the libraries.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { chooseAny, chooseOption, chooseRadio, lookUp, openMenu, press, tabTo, typeInto } from "../lib/keyboard.mjs";
import { speaker } from "../lib/language.mjs";
import { RECORD, step } from "../lib/release.mjs";
import { PASSWORD } from "../lib/server.mjs";
import { caller } from "../lib/session.mjs";

describe("keyboard: the life of a release", needsServer, () => {
  const suite = journeySuite({ env: { SLIPWAY_LANGUAGE: "pt-BR" } });

  test("em português: suspensa, reativada, compartilhada, não resolvida, executada de novo, resolvida, reaberta", async () => {
    await colleague(suite.server.base, "Bruna Reis");
    const speaksPortuguese = await speaker("pt-BR");
    const page = await suite.open("/login", { locale: "pt-BR" });
    await typeInto(page, "#login", "admin");
    await typeInto(page, "#password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");

    /** Sends the form that is open; the release must answer with these words. */
    const send = async (said) => {
      await speaksPortuguese(page);
      await press(page, ".form-end .primary");
      await page.waitForURL(RECORD);
      assert.equal((await page.locator(".notices .note").allTextContents()).map(trimmed).find(Boolean), said);
      await speaksPortuguese(page);
    };
    const capture = async () => {
      await page.keyboard.press("c");
      await page.waitForURL(/\/capture/);
      await send("A tarefa é sua.");
    };
    const advance = async () => {
      await page.keyboard.press("a");
      await page.waitForURL(/\/advance/);
    };
    const forward = async (task) => {
      await capture();
      await advance();
      await send("A tarefa foi concluída e a liberação avançou.");
      assert.equal(await step(page), task);
    };

    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.waitForURL(/\/releases$/);
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
    await send("A liberação foi registrada.");
    const number = Number(page.url().match(RECORD)[1]);
    assert.deepEqual(await states(page), ["Em execução"]);
    assert.equal(await step(page), "Liberação");
    assert.ok(await fact(page, "Prazo limite"));

    await fromMenu(page, "suspend");
    await chooseOption(page, "#justification", "Aguardando um fornecedor");
    await typeInto(page, "#complement", "O certificado chega na quinta.");
    await send("A liberação está suspensa.");
    assert.deepEqual(await states(page), ["Suspensa"]);
    assert.equal(await fact(page, "Prazo limite"), null, "no deadline counts meanwhile");
    const banner = await page.locator(".record-body .note").first().innerText();
    assert.match(banner, /Em espera: .*Aguardando um fornecedor/s);

    await page.keyboard.press("c");
    await speaksPortuguese(page);
    assert.match(page.url(), RECORD, "what is suspended is not captured");

    await press(page, ".record-line a.primary");
    await page.waitForURL(/\/reactivate$/);
    await send("A liberação voltou a ser trabalhada.");
    assert.deepEqual(await states(page), ["Em execução"]);
    assert.ok(await fact(page, "Prazo limite"));

    await capture();
    await fromMenu(page, "delegate");
    await lookUp(page, "#user", "Bruna");
    await typeInto(page, "#justification", "Ela conhece o gateway.");
    await send("A tarefa está compartilhada.");
    assert.match(await fact(page, "Compartilhada com"), /Bruna Reis/);

    await advance();
    await send("A tarefa foi concluída e a liberação avançou.");
    assert.equal(await step(page), "Execução");
    await forward("Teste");

    await capture();
    await advance();
    await chooseRadio(page, "#outcome", "Não resolvida");
    await press(page, ".form-end .primary");
    await page.locator("[data-errors]").waitFor();
    await speaksPortuguese(page);
    assert.deepEqual(await wrong(page), ["closure"], "a refusal needs its reason");
    await typeInto(page, "#closure", "Cobrou duas vezes com a rede instável.");
    await send("A liberação foi devolvida.");
    assert.deepEqual(await states(page), ["Não resolvida"]);
    assert.equal(await step(page), "Liberação");

    await forward("Execução");
    await forward("Teste");
    await forward("Homologação");
    await capture();
    await advance();
    await chooseRadio(page, "#outcome", "Resolvida");
    await typeInto(page, "#release_date", "06032030");
    await chooseAny(page, "#solution_category");
    await typeInto(page, "#closure", "Entregue na janela.");
    await send("A tarefa foi concluída e a liberação avançou.");
    assert.deepEqual(await states(page), ["Resolvida", "Encerrada"]);

    await fromMenu(page, "reopen");
    await typeInto(page, "#reason", "Falhou no segundo dia.");
    await send("A liberação foi reaberta.");
    assert.deepEqual(await states(page), ["Reaberta"]);
    assert.equal(await step(page), "Liberação");
    assert.equal(Number(page.url().match(RECORD)[1]), number, "a new run under the same number");

    await press(page, `a[href="/releases/${number}/history"]`);
    await page.waitForURL(/\/history$/);
    await speaksPortuguese(page);
    const events = await page.locator(".timeline > li").evaluateAll((items) => items.map((item) => item.firstChild.textContent.trim()));
    assert.deepEqual(events.reverse(), HISTORY);
    assert.match(await page.locator(".proof").innerText(), new RegExp(`${HISTORY.length} eventos, cadeia verificada`));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

const HISTORY = [
  "Registrada a partir de Liberações / Maior",
  "Suspensa: Aguardando um fornecedor",
  "Reativada",
  "Capturou a tarefa Liberação",
  "Compartilhou a tarefa com Bruna Reis",
  "Enviada para Execução",
  "Capturou a tarefa Execução",
  "Enviada para Teste",
  "Capturou a tarefa Teste",
  "Não resolvida, devolvida para Liberação",
  "Capturou a tarefa Liberação",
  "Enviada para Execução",
  "Capturou a tarefa Execução",
  "Enviada para Teste",
  "Capturou a tarefa Teste",
  "Enviada para Homologação",
  "Capturou a tarefa Homologação",
  "Encerrada como resolvida",
  "Reaberta",
];

const trimmed = (text) => text.trim();
const states = async (page) => (await page.locator(".record-line .state").allTextContents()).map(trimmed);
const wrong = (page) => page.locator("[data-errors] a").evaluateAll((links) => links.map((link) => link.getAttribute("href").slice(1)));

/** A fact of the strip, or null. */
async function fact(page, name) {
  const found = page.locator(".facts > div", { has: page.getByText(name, { exact: true }) });
  return (await found.count()) > 0 ? trimmed(await found.locator("dd").innerText()) : null;
}

/** Takes an action out of the menu of the record. */
async function fromMenu(page, action) {
  await openMenu(page, ".record-line details.menu");
  await press(page, `.record-line .menu-list a[href$="/${action}"]`);
  await page.waitForURL(new RegExp(`/${action}$`));
}

/** Somebody to share a task with. */
async function colleague(base, name) {
  const call = await caller(base, "admin", PASSWORD);
  const login = name.split(" ")[0].toLowerCase();
  const [unit] = (await call("GET", "/units")).items;
  const profile = (await call("GET", "/profiles")).items.find((each) => each.name === "Equipe de liberação");
  const employee = await call("POST", "/employees", { name, email: `${login}@example.org`, unit: unit.id });
  await call("POST", "/users", { employee: employee.id, login, profile: profile.id });
}
