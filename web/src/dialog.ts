// Dialogs: a button opens one of the page (`data-dialog="id"`); a link with `data-sheet` shows the form of
// another page in a dialog, and leads to that page when anything is in the way.

import { all, find, on, swapped, text, toast } from "./dom.ts";
import { fetchPage } from "./page.ts";

export function startDialogs(): void {
  on("click", "[data-dialog]", (event, opener) => {
    const dialog = document.getElementById(opener.dataset["dialog"] ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    opener.closest<HTMLDetailsElement>("details.menu")?.removeAttribute("open");
    dialog.showModal();
  });
  on("click", "dialog [data-close]", (_, button) => button.closest("dialog")?.close());
  // A press beside the dialog closes it, as Escape does; only where nothing typed can be lost.
  on("mousedown", "dialog.dialog[open]", (event, dialog) => {
    if (event.target === dialog && !find("form[method=post]", dialog)) (dialog as HTMLDialogElement).close();
  });
  on("click", "a[data-sheet]", (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void openSheet(link as HTMLAnchorElement);
  });
}

async function openSheet(link: HTMLAnchorElement): Promise<void> {
  const sheet = find<HTMLDialogElement>("#sheet");
  const body = sheet && find("[data-sheet-body]", sheet);
  if (!sheet || !body) return void location.assign(link.href);
  link.setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(link.href);
    const part = find("[data-sheet-part]", page) ?? find("main form", page);
    if (!part) return void location.assign(link.href);
    const title = find("main h1", page)?.textContent ?? page.title;
    for (const heading of all("#sheet-title", sheet)) heading.textContent = title;
    body.replaceChildren(document.importNode(part, true));
    swapped(body);
    sheet.showModal();
    find("[autofocus], input:not([type=hidden]), select, textarea", body)?.focus();
  } catch {
    toast(text("frame-load-failed"), "error");
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}
