// The command palette: every place and every action of this page in one field, and the search of the
// whole behind it. Without a script the field in the top bar is the search itself.

import { all, announce, counted, find, on, text } from "./dom.ts";
import { type Item, ListBox, matches } from "./listbox.ts";

const TYPING_PAUSE = 150;
const FOUND_AT_MOST = 8;
const OPENED = "slipway-opened";

interface Found {
  label: string;
  href: string;
  hint?: string;
  icon?: string;
}

export function startPalette(): void {
  const dialog = paletteDialog();
  const input = dialog && find<HTMLInputElement>("input", dialog);
  const element = dialog && find(".listbox", dialog);
  if (!dialog || !input || !element) return;
  const list = new ListBox(input, element);
  const own = ownItems(dialog);
  let asked = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  const draw = (found: Found[]) => {
    const typed = input.value.trim();
    const here = actions(dialog);
    const elsewhere = own.filter((item) => !here.some((action) => action.label === item.label));
    const items = [...here, ...elsewhere].filter((item) => typed === "" || matches(item.label, typed));
    items.push(...found.slice(0, FOUND_AT_MOST).map(asItem));
    if (typed !== "") items.push({ label: text("palette-search", { q: typed }), icon: "search", pick: () => input.form?.submit() });
    list.show(items, 0);
    if (typed !== "") announce(counted("matches", items.length));
  };
  const search = async () => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const found = await findRecords(dialog.dataset["find"] ?? "", input.value.trim(), signal);
    if (!signal.aborted && dialog.open) draw(found);
  };

  input.addEventListener("input", () => {
    draw([]);
    clearTimeout(pause);
    pause = setTimeout(() => void search(), TYPING_PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") list.move(1);
    else if (event.key === "ArrowUp") list.move(-1);
    else if (event.key === "Enter" && list.active) list.active.pick();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener(OPENED, () => {
    input.value = "";
    draw([]);
    input.focus();
  });
  on("click", "[data-palette-open] input", (event) => {
    event.preventDefault();
    openPalette();
  });
}

export function openPalette(): void {
  const dialog = paletteDialog();
  if (!dialog || dialog.open) return;
  for (const other of all<HTMLDialogElement>("dialog[open]")) other.close();
  dialog.showModal();
  dialog.dispatchEvent(new Event(OPENED));
}

function paletteDialog(): HTMLDialogElement | null {
  return find<HTMLDialogElement>("#palette");
}

/** What the frame and the page put into the template: places, and links of this page. */
function ownItems(dialog: HTMLDialogElement): Item[] {
  const template = find<HTMLTemplateElement>("template#palette-links");
  const links = template ? all<HTMLAnchorElement>("a[href]", template.content) : [];
  return links.map((link) => ({
    label: link.textContent?.trim() ?? "",
    hint: link.dataset["hint"] ?? "",
    icon: link.dataset["icon"] ?? "arrow-right",
    pick: () => {
      dialog.close();
      location.assign(link.href);
    },
  }));
}

/** Buttons and links of the page that say so (`data-palette`), as they stand now. */
function actions(dialog: HTMLDialogElement): Item[] {
  return all("[data-palette]")
    .filter((element) => element.getAttribute("aria-disabled") !== "true")
    .map((element) => ({
      label: element.dataset["palette"] || (element.textContent?.trim() ?? ""),
      icon: element.dataset["icon"] ?? "zap",
      pick: () => {
        dialog.close();
        element.click();
      },
    }));
}

function asItem(found: Found): Item {
  return { label: found.label, hint: found.hint ?? "", icon: found.icon ?? "file", pick: () => location.assign(found.href) };
}

async function findRecords(url: string, typed: string, signal: AbortSignal): Promise<Found[]> {
  if (url === "" || typed.length < 2) return [];
  try {
    const asked = new URL(url, location.href);
    asked.searchParams.set("q", typed);
    const answer = await fetch(asked, { headers: { accept: "application/json" }, credentials: "same-origin", signal });
    return answer.ok ? ((await answer.json()) as Found[]) : [];
  } catch {
    // The search page is still one Enter away.
    return [];
  }
}
