// Serves web/samples as pages under the real content policy, with the real styles, islands, dialogs and
// texts, so that the islands are tested without the application. A test may answer an address itself.
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { pageHeaders } from "./policy.mjs";

const root = join(import.meta.dirname, "../..");
const samples = join(root, "web/samples");
const dist = join(root, "web/dist");
const templates = join(root, "crates/slipway/src/edge/page");

const TYPES = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

export async function startSamples() {
  /** Address path → (request, body) → {status, headers, text}, set by a test. */
  const answers = new Map();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { status = 200, headers = {}, text } = answer(request, Buffer.concat(chunks).toString(), answers);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    answers,
    stop: () => new Promise((stopped) => server.close(stopped).closeAllConnections()),
  };
}

function answer(request, body, answers) {
  const url = new URL(request.url, "http://sample");
  const own = answers.get(`${request.method} ${url.pathname}`) ?? answers.get(url.pathname);
  if (own) return own(request, body, url);
  if (url.pathname.startsWith("/assets/")) return asset(url.pathname.slice("/assets/".length));
  if (url.pathname === "/preferences") return { status: 303, headers: { location: "/desk" }, text: "" };
  if (url.pathname === "/find") return json([]);
  return page(url.pathname.slice(1), url);
}

export function json(value) {
  return { headers: { "content-type": "application/json" }, text: JSON.stringify(value) };
}

/** A sample page, its HTML changed by `edit` if given. */
export function page(name, url, edit = (html) => html) {
  const path = join(samples, `${name}.html`);
  if (!existsSync(path)) return { status: 404, headers: { "content-type": "text/plain" }, text: "no such sample" };
  const content = readFileSync(path, "utf8");
  const whole = content.startsWith("<!doctype") ? content : readFileSync(join(samples, "frame.html"), "utf8").replace("__CONTENT__", () => content);
  const nonce = randomBytes(16).toString("base64");
  const language = url.searchParams.get("lang") ?? "en";
  const values = {
    __EARLY__: part("frame_early.html", language),
    __DIALOGS__: part("frame_dialogs.html", language),
    __TEXTS__: part("frame_texts.html", language),
    __LANG__: language,
    __THEME__: url.searchParams.get("theme") ?? "system",
  };
  let html = whole;
  for (const [mark, value] of Object.entries(values)) html = html.replaceAll(mark, () => value);
  html = edit(html.replace(/\[\[([a-z_-]+)\]\]/g, '<svg class="i" aria-hidden="true"><use href="/assets/icons.svg#$1"/></svg>'));
  return { headers: pageHeaders(nonce), text: html.replaceAll("__NONCE__", nonce) };
}

/** A part of the real templates. Their few expressions are filled in; loops of the view are left out. */
function part(name, language) {
  const texts = readTexts(language);
  return readFileSync(join(templates, name), "utf8")
    .replace(/\{#-?[\s\S]*?-?#\}/g, "")
    .replace(/\{%-? for [\s\S]*?endfor -?%\}/g, "")
    .replace(/\{%-?[\s\S]*?-?%\}/g, "")
    .replace(/\{\{ t\.text\("([^"]+)"\) \}\}/g, (_, key) => escape(texts.get(key) ?? `?${key}`))
    .replace(/\{\{ m::icon\("([^"]+)"\) \}\}/g, "[[$1]]")
    .replace(/\{\{ page\.nonce \}\}/g, "__NONCE__")
    .replace(/\{\{ page\.icons \}\}/g, "/assets/icons.svg")
    .replace(/\{\{ page\.links\.search \}\}/g, "/desk")
    .replace(/\{\{ page\.links\.find \}\}/g, "/find");
}

function readTexts(language) {
  const lines = readFileSync(join(root, "locales", language, "frame.ftl"), "utf8").split("\n");
  return new Map(lines.flatMap((line) => (/^[a-z]/.test(line) ? [line.split(/ = (.*)/s).slice(0, 2)] : [])));
}

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}

function asset(logical) {
  const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
  const hashed = manifest[logical];
  if (!hashed) return { status: 404, text: "" };
  const headers = { "content-type": TYPES[extname(hashed)] ?? "text/plain", "cross-origin-resource-policy": "same-origin", "x-content-type-options": "nosniff" };
  return { headers, text: readFileSync(join(dist, hashed)) };
}
