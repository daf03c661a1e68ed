// The list stays, the record opens beside it: `space` on a row, or its preview button, loads the page named
// by the row link's `data-preview` into the `.preview` panel.

import { find, on, swapped, text } from "./dom.ts";
import { fetchPage } from "./page.ts";

let opener: HTMLElement | null = null;
let asked = new AbortController();

export function startPreview(): void {
  on("click", "[data-preview-close]", closePreview);
  on("click", "button[data-preview-of]", (_, button) => {
    const row = button.closest("tr, li, [data-row]");
    const link = row && find<HTMLAnchorElement>("a[data-open]", row);
    if (link) previewRow(link);
  });
}

/** Shows the row in the panel; false where the page has none. */
export function previewRow(link: HTMLAnchorElement): boolean {
  const panel = find(".preview");
  const body = panel && find("[data-preview-body]", panel);
  if (!panel || !body) return false;
  opener = link;
  void load(link, panel, body);
  return true;
}

export function closePreview(): void {
  const panel = find(".preview:not([hidden])");
  if (!panel) return;
  asked.abort();
  panel.hidden = true;
  const hadFocus = panel.contains(document.activeElement);
  if (hadFocus || document.activeElement === document.body) opener?.focus();
}

async function load(link: HTMLAnchorElement, panel: HTMLElement, body: HTMLElement): Promise<void> {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  panel.setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(link.dataset["preview"] ?? link.href, { signal });
    const part = find("[data-preview-part]", page) ?? find("main", page);
    if (signal.aborted || !part) return;
    body.replaceChildren(...[...part.childNodes].map((node) => document.importNode(node, true)));
    swapped(body);
  } catch {
    if (signal.aborted) return;
    body.textContent = text("frame-load-failed");
  }
  const title = find("[data-preview-title]", panel);
  if (title) title.textContent = link.textContent?.trim() ?? "";
  const whole = find<HTMLAnchorElement>("a[data-preview-whole]", panel);
  if (whole) whole.href = link.href;
  panel.hidden = false;
  panel.removeAttribute("aria-busy");
}
