// Every kind of page of the running application, found by following its links: no finding of axe, nothing wider than the
// window, one first heading, no complaint of a script or of the content policy. Pages that have a template of their own
// are looked at twice, in the other theme and the other width; those that share one take turns, and so do the languages.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { findings } from "../lib/axe.mjs";
import { openPage } from "../lib/chromium.mjs";
import { journeySuite, needsServer } from "../lib/journey.mjs";
import { crawl } from "../lib/pages.mjs";
import { startServer } from "../lib/server.mjs";
import { asBrowserCookies, cookieOf } from "../lib/session.mjs";

const PASSWORD = "slipway-demo";
const LANGUAGES = ["en", "pt-BR", "es"];
const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** In pairs: what one look of a pair is not, the other is. */
const LOOKS = [
  { colorScheme: "light", ...WIDE },
  { colorScheme: "dark", ...PHONE },
  { colorScheme: "light", ...PHONE },
  { colorScheme: "dark", ...WIDE },
];

/** Kinds whose pages share the templates of `entry/screen`; of these one look each is enough. */
const SHARED = /^\/admin\/(?!flows|parameters|groups\/:id|profiles\/:id|calendars\/:id\/)[a-z_]+(\/|$)/;

/** What must be found by links, or a page has become unreachable. */
const REACHED = [
  "/", "/help", "/me", "/api/docs", "/portfolio", "/portfolio/:id", "/portfolio/new", "/portfolio/:id/models/new", "/admin",
  "/releases", "/releases/filter", "/releases/new", "/releases/:id", "/releases/:id/actions", "/releases/:id/edit",
  "/releases/:id/capture", "/releases/:id/advance", "/releases/:id/situation", "/releases/:id/flow", "/releases/:id/history",
  "/releases/:id/versions/:id", "/admin/flows", "/admin/flows/:id", "/admin/flows/:id/edit", "/admin/flows/new",
  "/admin/flows/:id/versions/new", "/admin/parameters", "/admin/calendars/:id/working_time",
  ...["employees", "users", "groups", "profiles", "units", "locations", "contracts", "calendars", "working_days", "holidays",
    "justifications", "solution_categories", "occurrence_categories", "occurrence_origins", "change_outcomes",
    "activity_groups", "mail_templates"].flatMap((kind) => ["", "/new", "/:id", "/:id/edit", "/:id/delete"].map((part) => `/admin/${kind}${part}`)),
];

describe("pages", needsServer, () => {
  const suite = journeySuite({ command: ["demo"] });
  let cookie;
  before(async () => (cookie = await cookieOf(suite.server.base, "admin", PASSWORD)));

  test("every kind of page", { concurrency: 2 }, async (t) => {
    const { base } = suite.server;
    const desk = await (await fetch(`${base}/releases?state=all`, { headers: { cookie } })).text();
    const releases = [...desk.matchAll(/href="(\/releases\/\d+)"/g)].map(([, path]) => path);
    const pages = await crawl(base, cookie, ["/", ...releases.flatMap((path) => [path, `${path}/actions`])]);
    const kinds = [...pages.keys()];
    assert.deepEqual(REACHED.filter((kind) => !pages.has(kind)), [], "reachable by links");
    t.diagnostic(`${kinds.length} kinds of page: ${kinds.toSorted().join(" ")}`);
    await Promise.all(
      kinds.map((kind, nth) =>
        t.test(kind, async () => {
          const turns = SHARED.test(kind) ? [nth] : [2 * nth, 2 * nth + 1];
          for (const turn of turns) await look(turn, base + pages.get(kind));
        }),
      ),
    );
  });

  test("pages that refuse", { concurrency: 2 }, async (t) => {
    const { base } = suite.server;
    const stale = "1";
    const nuno = await cookieOf(base, "nuno", PASSWORD);
    const [group] = (await (await fetch(`${base}/admin/groups`, { headers: { cookie } })).text()).match(/\/admin\/groups\/[0-9a-f-]{36}/);
    const refusals = [
      ["not there", 404, (page) => page.goto(`${base}/releases/999999`)],
      ["no such page", 404, (page) => page.goto(`${base}/no/such/page`)],
      ["a query that means nothing", 422, (page) => page.goto(`${base}/releases?sort=nonsense`)],
      ["a password that is set already", 409, (page) => page.goto(`${base}/setup`)],
      ["work that is not one's own", 403, (page) => post(page, "/releases/1/capture", {})],
      ["registered with nothing in it", 422, (page) => post(page, "/releases", {})],
      ["an entry that somebody changed", 412, (page) => post(page, `${group}/edit`, { _revision: stale, name: "Another name" })],
      ["an entry with nothing in it", 422, (page) => post(page, "/admin/employees/new", {})],
      ["a right that is missing", 403, (page) => page.goto(`${base}/admin/users`), nuno],
      ["an explanation of a code", 200, (page) => page.goto(`${base}/errors/record.not_found`)],
    ];
    await Promise.all(
      refusals.map(([name, status, go, as], nth) =>
        t.test(`${name}: ${status}`, async () => {
          for (const turn of [2 * nth, 2 * nth + 1]) {
            const page = await open(turn, as ?? cookie);
            await page.goto(`${base}/help`);
            const answer = await go(page);
            assert.equal(answer.status(), status);
            await isSound(page);
          }
        }),
      ),
    );
  });

  test("pages of nobody", async (t) => {
    const empty = await startServer({ env: { SLIPWAY_ADMIN_PASSWORD: undefined } });
    try {
      for (const [name, address] of [["log-in", `${suite.server.base}/login`], ["first start", `${empty.base}/setup`]]) {
        await t.test(name, async () => {
          for (const turn of [0, 1, 2, 3]) await look(turn, address, "");
        });
      }
    } finally {
      await empty.stop();
    }
  });

  async function look(turn, address, as = cookie) {
    const page = await open(turn, as);
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    await isSound(page);
  }

  async function open(turn, as) {
    const page = await openPage(suite.browser, { ...LOOKS[turn % LOOKS.length], locale: LANGUAGES[turn % LANGUAGES.length] });
    if (as) await page.context().addCookies(asBrowserCookies(suite.server.base, as));
    return page;
  }

  async function isSound(page) {
    const { width } = page.viewportSize();
    const where = `${page.url()} at ${width} px`;
    assert.deepEqual(await findings(page), [], where);
    assert.deepEqual(await page.evaluate(overflow), [], `${where} is wider than its window`);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, where);
    assert.equal(await page.getByRole("main").count(), 1, where);
    assert.deepEqual(page.complaints, [], where);
    await page.context().close();
  }
});

/** A form sent as one on the page would be; answers with the page it leads to. */
async function post(page, path, fields) {
  const [answer] = await Promise.all([
    page.waitForNavigation(),
    page.evaluate(
      ([action, values]) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action });
        for (const [name, value] of Object.entries(values)) form.append(Object.assign(document.createElement("input"), { name, value }));
        document.body.append(form);
        form.submit();
      },
      [path, fields],
    ),
  ]);
  return answer;
}

/** Runs in the page: what sticks out of it to the right, unless something around it scrolls. */
function overflow() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && element.checkVisibility())
    .slice(0, 3)
    .map((element) => element.outerHTML.slice(0, 120));
}
