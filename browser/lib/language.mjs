// Whether a page speaks one language: no text of the English locale where the reader's own differs, no technical name.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";

const LOCALES = new URL("../../locales/", import.meta.url);

/** The texts of a language by key, as far as each is one line without a placeholder. */
async function texts(language) {
  const folder = new URL(`${language}/`, LOCALES);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ftl"));
  const lines = (await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf8")))).join("\n").split("\n");
  const pairs = lines.map((line) => line.match(/^([a-z][\w-]*) = ([^{]+)$/)).filter(Boolean);
  return new Map(pairs.map(([, key, text]) => [key, text.trim()]));
}

/** What must not stand on a page in `language`: English texts that it says otherwise and nowhere says itself. */
async function foreignTo(language) {
  const [english, own] = await Promise.all([texts("en"), texts(language)]);
  const said = new Set(own.values());
  return new Set([...english].filter(([key, text]) => own.get(key) !== text && !said.has(text)).map(([, text]) => text));
}

/** A check for pages in a language: fails with every text that is not of it. */
export async function speaker(language) {
  const foreign = await foreignTo(language);
  assert.ok(foreign.size > 500, `only ${foreign.size} texts tell English from ${language}`);
  const keys = new Set((await texts("en")).keys());
  return async (page) => {
    assert.equal(await page.getAttribute("html", "lang"), language);
    const shown = await page.evaluate(everythingSaid);
    const wrong = shown.filter((text) => foreign.has(text) || keys.has(text) && text.includes("-") || /\b[a-z]+_[a-z_]+\b/.test(text));
    assert.deepEqual(wrong, [], `${page.url()} says what is not ${language}`);
  };
}

/** Runs in the page: every text node and every attribute that is read out, but for what says that it is of another language. */
function everythingSaid() {
  const said = [];
  const isOurs = (element) => element.closest("[lang]") === document.documentElement && !element.closest("script, style, template");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (isOurs(walker.currentNode.parentElement)) said.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) if (isOurs(element)) said.push(element.getAttribute(name));
  }
  return [document.title, ...said].map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}
