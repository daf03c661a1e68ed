// `<section id data-refresh="25">` is asked for again every so many seconds, at the page's own address, so
// that filter and page stay. Rows change in place; new ones wait behind "3 new, show", because nothing may
// move under the eye.

import { all, announce, counted, find, make, onSwap, text } from "./dom.ts";
import { Elsewhere, fetchPage, replace, swapRegions } from "./page.ts";

const USUAL = 25;
const AT_MOST = 600;

/** What the server last said of each row: the islands change the elements themselves. */
const said = new WeakMap<Element, string>();

export function startRefresh(): void {
  learn(document);
  onSwap(learn);
  for (const region of all("[data-refresh]")) if (region.id) schedule(region.id, secondsOf(region));
}

function learn(root: ParentNode): void {
  for (const row of all("[data-refresh] [data-row]", root)) said.set(row, row.outerHTML);
  if (root instanceof Element && root.matches("[data-row]")) said.set(root, root.outerHTML);
}

function secondsOf(region: HTMLElement): number {
  return Number(region.dataset["refresh"]) || USUAL;
}

function schedule(id: string, seconds: number): void {
  setTimeout(() => void tick(id, seconds), seconds * 1000);
}

async function tick(id: string, seconds: number): Promise<void> {
  const region = document.getElementById(id);
  if (!region) return;
  if (document.hidden || isBusy(region)) return schedule(id, seconds);
  try {
    // The header tells the server that nobody did anything: the session's idle time goes on.
    const answer = await fetchPage(location.href, { headers: { "slipway-refresh": "1" } });
    const there = answer.getElementById(id);
    if (there && !isBusy(region)) take(region, there, answer);
    schedule(id, secondsOf(region));
  } catch (failure) {
    // Logged out or moved away: the page stands as it is. Anything else may pass.
    if (!(failure instanceof Elsewhere)) schedule(id, Math.min(seconds * 2, AT_MOST));
  }
}

/** Whether the person is in the middle of something that a change of rows would disturb. */
function isBusy(region: HTMLElement): boolean {
  const typing = region.contains(document.activeElement) && document.activeElement?.matches("input:not([type=checkbox]), textarea, select");
  return Boolean(typing || find("[data-select]:checked, details.menu[open]", region) || find("dialog[open]"));
}

export function take(region: HTMLElement, there: HTMLElement, answer: Document): void {
  swapRegions(answer, "[data-live]");
  const rows = all("[data-row]", there);
  if (rows.length === 0 && all("[data-row]", region).length === 0) return replace(region, there);
  const here = new Map(all("[data-row]", region).map((row) => [row.dataset["row"], row]));
  const fresh = rows.filter((row) => !here.has(row.dataset["row"]));
  for (const row of rows) {
    const old = here.get(row.dataset["row"]);
    if (old && said.get(old) !== row.outerHTML) update(old, row);
  }
  const stay = new Set(rows.map((row) => row.dataset["row"]));
  for (const [key, row] of here) row.classList.toggle("gone", !stay.has(key));
  offer(region, there, fresh);
}

function update(old: HTMLElement, row: HTMLElement): void {
  const html = row.outerHTML;
  row.classList.add("fresh");
  replace(old, row);
  const shown = find(`[data-row="${CSS.escape(row.dataset["row"] ?? "")}"]`);
  if (shown) said.set(shown, html);
}

function offer(region: HTMLElement, there: HTMLElement, fresh: HTMLElement[]): void {
  const place = find("[data-fresh]");
  if (!place) return;
  if (fresh.length === 0) return place.replaceChildren();
  const show = make("button", { type: "button", class: "link" }, text("list-fresh-show"));
  show.addEventListener("click", () => {
    for (const row of fresh) row.classList.add("fresh");
    place.replaceChildren();
    replace(region, there);
    announce(text("list-updated"));
  });
  place.replaceChildren(`${counted("list-fresh", fresh.length)}, `, show);
}
