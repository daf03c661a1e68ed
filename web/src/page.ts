// Asks the server for a page and takes parts of it into this one. The only place where text becomes
// elements: through the Trusted Types policy `app`, and only for same-origin answers that are HTML.

import { all, swapped } from "./dom.ts";

interface Policy {
  createHTML(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const policy: Policy =
  (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy("app", { createHTML: (text) => text }) ??
  { createHTML: (text) => text };

/** The server answered with something that is not this page: another place, a log-in, an error. */
export class Elsewhere extends Error {
  constructor(readonly url: string) {
    super(`the answer is another page: ${url}`);
  }
}

/** The parsed answer, or `Elsewhere` when it led to another path than asked for. */
export async function fetchPage(url: string, init: RequestInit = {}): Promise<Document> {
  const asked = new URL(url, location.href);
  if (asked.origin !== location.origin) throw new Elsewhere(asked.href);
  const headers = { accept: "text/html", ...init.headers };
  const answer = await fetch(asked, { ...init, headers, credentials: "same-origin" });
  const isHtml = answer.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (!isHtml || new URL(answer.url).pathname !== asked.pathname) throw new Elsewhere(answer.url);
  const parsed = new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html");
  for (const script of all("script", parsed)) script.remove();
  return parsed;
}

/** Puts the answer's `selector` regions in place of those here with the same id; says how many. */
export function swapRegions(answer: Document, selector: string): number {
  let n = 0;
  for (const here of all(selector)) {
    const there = here.id ? answer.getElementById(here.id) : null;
    if (!there) continue;
    replace(here, there);
    n += 1;
  }
  return n;
}

/** Replaces one element by one of another document and keeps the focus where it was. */
export function replace(here: HTMLElement, there: Element): void {
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  const adopted = document.importNode(there, true);
  here.replaceWith(adopted);
  swapped(adopted);
  if (focused) focusAgain(focused, adopted);
}

function focusAgain(before: Element, region: Element): void {
  const byId = before.id ? document.getElementById(before.id) : null;
  if (byId && region.contains(byId)) return byId.focus();
  const name = before.getAttribute("name");
  if (!name) return;
  const value = before.getAttribute("value");
  const same = all<HTMLInputElement>(`[name="${CSS.escape(name)}"]`, region);
  (same.find((field) => field.getAttribute("value") === value) ?? same[0])?.focus();
}
