// In Spanish: an administrator lays down unit, person, log-in, team, portfolio, model, justification and a setting;
// then the new user logs in, does their part and sees nothing else.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fill, save } from "../lib/entry.mjs";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { PHASES, register } from "../lib/release.mjs";

describe("administration", needsServer, () => {
  const suite = journeySuite({ env: { SLIPWAY_LANGUAGE: "es" } });
  const spanish = { locale: "es-ES" };
  const PERSON = { login: "lucia", password: "una clave bien larga" };
  let foreign;

  test("lo que una instalación necesita, creado desde Administración", async () => {
    const page = await suite.loggedIn("/admin", spanish);
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Administración");

    await make(page, "units", { name: "Sucursal Sevilla", parent: "Sede", zone: "Europe/Madrid" });
    await make(page, "employees", { name: "Lucía Ortega", email: "lucia@example.org", unit: "Sucursal Sevilla", position: "Analista" });
    await make(page, "profiles", { name: "Solo liberaciones", "rights.release": ["save"], "rights.portfolio": ["search"], may_enter: true });
    await make(page, "users", { employee: "Lucía Ortega", profile: "Solo liberaciones", ...PERSON, zone: "Europe/Madrid" });
    const group = await make(page, "groups", {
      name: "Equipo Sevilla",
      acronym: "SEV",
      leader: "Lucía Ortega",
      "members.0.employee": "Lucía Ortega",
      "members.0.receives_mail": true,
      "flow_permissions.0.flow": "Liberación estándar",
      "flow_permissions.0.actions": ["create", "execute"],
    });
    await page.goto(suite.server.base + group);
    const shown = await page.locator("main").innerText();
    for (const text of ["Equipo Sevilla", "SEV", "Lucía Ortega", "Liberación estándar"]) assert.ok(shown.includes(text), text);

    await page.goto(`${suite.server.base}/portfolio`);
    await page.getByRole("link", { name: "Nuevo portafolio" }).first().click();
    await fill(page, { name: "Tienda en línea", description: "Lo que el cliente ve." });
    await save(page);
    await page.goto(`${suite.server.base}/portfolio`);
    await page.getByRole("link", { name: "Tienda en línea", exact: true }).click();
    await page.getByRole("link", { name: "Nuevo modelo" }).first().click();
    await fill(page, {
      name: "Entrega quincenal",
      flow: "Liberación estándar",
      executor_group: "Equipo Sevilla",
      calendar: "Lunes a viernes",
      mail_creation: "Liberación registrada",
      mail_completion: "Liberación cerrada",
      mail_actions: "Liberación en curso",
      impact: "Bajo",
      urgency: "Bajo",
      category: "Menor",
      status: "Activo",
    });
    await save(page);

    await make(page, "justifications", { name: "Falta el proveedor", suspends: true });

    await page.goto(`${suite.server.base}/admin/parameters`);
    await page.locator("#release_prefix").fill("LIB-");
    await page.locator("form:has(#release_prefix) button").click();
    await page.waitForLoadState();
    assert.equal(await page.locator("#release_prefix").inputValue(), "LIB-");

    await page.goto(`${suite.server.base}/releases/new`);
    foreign = await register(page, { portfolio: "Liberaciones", model: "Menor", title: "Asunto de otro equipo" });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("un nombre repetido se rechaza en su campo y lo escrito queda", async () => {
    const page = await suite.loggedIn("/admin/justifications/new", spanish);
    await fill(page, { name: "Falta el proveedor", description: "Otra vez" });
    await page.locator(".form-end .primary").click();
    await page.locator("[data-errors]").waitFor();
    assert.equal(await page.locator("#name").getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator("#description").inputValue(), "Otra vez");
    await page.context().close();
  });

  test("la nueva usuaria entra, registra lo suyo y no ve nada más", async () => {
    const page = await suite.loggedIn("/", { ...spanish, ...PERSON });
    const rail = await page.locator("#rail a:not(.brand) .label").allTextContents();
    for (const [name, isThere] of [["Liberaciones", true], ["Portafolio", true], ["Administración", false]]) {
      assert.equal(rail.includes(name), isThere, name);
    }

    await page.goto(`${suite.server.base}/releases?state=all`);
    assert.equal(await page.locator("tr[data-row]").count(), 0, "the other team's release is not in her list");
    for (const [path, status] of [[`/releases/${foreign}`, 404], [`/releases/${foreign}/history`, 404], ["/admin/users", 403], ["/admin/users/new", 403]]) {
      const answer = await page.goto(suite.server.base + path);
      assert.equal(answer.status(), status, path);
    }

    await page.goto(`${suite.server.base}/releases/new`);
    const offered = await page.locator("#portfolio .choice b").allTextContents();
    assert.ok(offered.includes("Tienda en línea"));
    const own = await register(page, { portfolio: "Tienda en línea", model: "Entrega quincenal", title: "Página de pago", phases: PHASES });
    assert.match(await page.title(), new RegExp(`LIB-${own}`));
    await page.goto(`${suite.server.base}/releases`);
    assert.deepEqual(await page.locator("tr[data-row]").evaluateAll((rows) => rows.map((row) => row.dataset.row)), [`LIB-${own}`]);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  async function make(page, kind, values) {
    await page.goto(`${suite.server.base}/admin/${kind}`);
    await page.locator("main a.primary").first().click();
    await fill(page, values);
    const path = await save(page);
    assert.doesNotMatch(path, /\/new$/);
    return path;
  }
});
