// Keyboard shortcuts. The list of all in the frame (`#keys`) is what is obeyed: each entry says what it does
// and its key. They can be switched off and changed (WCAG 2.1.4), and never act while one types.

import { all, announce, find, isTyping, make, on, text } from "./dom.ts";
import { recall, remember, forget } from "./memory.ts";
import { openPalette } from "./palette.ts";
import { closePreview, previewRow } from "./preview.ts";

const SEQUENCE_PAUSE = 1000;
const root = document.documentElement;

/** What is done, and the key for it: `j`, `g r`, `Ctrl k`. */
const keymap = new Map<string, string>();
let pressed = "";
let pause: ReturnType<typeof setTimeout> | undefined;
let changing: { does: string; button: HTMLButtonElement } | null = null;

export function startKeys(): void {
  if (!find("#keys")) return;
  readKeymap();
  drawKeymap();
  document.addEventListener("keydown", hear);
  const box = find<HTMLInputElement>("[data-keys-on]");
  if (box) box.checked = root.dataset["keys"] !== "off";
  on("change", "[data-keys-on]", (_, field) => {
    root.dataset["keys"] = (field as HTMLInputElement).checked ? "on" : "off";
    remember("keys", root.dataset["keys"]);
  });
  on("click", "[data-keys-reset]", () => {
    forget("keymap");
    readKeymap();
    drawKeymap();
  });
  on("click", "#keys button.keys-of", (_, button) => {
    changing?.button.setAttribute("aria-pressed", "false");
    changing = { does: button.dataset["of"] ?? "", button: button as HTMLButtonElement };
    button.setAttribute("aria-pressed", "true");
    announce(text("keys-press"));
  });
}

function readKeymap(): void {
  const own = ownKeys();
  for (const entry of all("#keys [data-does]")) {
    const does = entry.dataset["does"] ?? "";
    keymap.set(does, own[does] ?? entry.dataset["key"] ?? "");
  }
}

function ownKeys(): Record<string, string> {
  try {
    return JSON.parse(recall("keymap") ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function drawKeymap(): void {
  for (const entry of all("#keys [data-does]")) {
    find(".keys-of", entry)?.remove();
    const does = entry.dataset["does"] ?? "";
    const keys = (keymap.get(does) ?? "").split(" ").map((key) => make("kbd", {}, key));
    const isFixed = entry.hasAttribute("data-fixed");
    const label = `${text("keys-change")}: ${entry.firstChild?.textContent?.trim() ?? ""}`;
    const holder = isFixed
      ? make("span", { class: "keys-of" }, ...keys)
      : make("button", { class: "keys-of", type: "button", "data-of": does, "aria-pressed": "false", title: label }, ...keys);
    entry.append(holder);
  }
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  if (changing) return change(event);
  const key = keyOf(event);
  if (key === keymap.get("palette") || (event.metaKey && event.key === "k")) {
    event.preventDefault();
    return openPalette();
  }
  if (event.key === "Escape" && !find("dialog[open]")) return closePreview();
  if (key.startsWith("Ctrl") || event.metaKey || event.altKey) return;
  if (root.dataset["keys"] === "off" || isTyping(event.target) || find("dialog[open], :popover-open")) return;

  clearTimeout(pause);
  const sequence = pressed ? `${pressed} ${key}` : key;
  const does = [...keymap].find(([, keys]) => keys === sequence)?.[0];
  pressed = "";
  if (does) {
    if (obey(does, event.target)) event.preventDefault();
  } else if ([...keymap.values()].some((keys) => keys.startsWith(`${sequence} `))) {
    pressed = sequence;
    pause = setTimeout(() => (pressed = ""), SEQUENCE_PAUSE);
  }
}

function keyOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key;
  return event.ctrlKey ? `Ctrl ${key.toLowerCase()}` : key;
}

/** Does it; false where there is nothing to do it to, so that the browser's own meaning holds. */
function obey(does: string, target: EventTarget | null): boolean {
  const [verb, object = ""] = does.split(" ");
  switch (verb) {
    case "go":
      location.assign(object);
      return true;
    case "press":
      return press(object);
    case "next-row":
      return moveRow(1);
    case "previous-row":
      return moveRow(-1);
    case "select-row":
      return selectRow();
    case "preview-row":
      return target instanceof HTMLAnchorElement && target.matches("[data-open]") && previewRow(target);
    case "search":
      openPalette();
      return true;
    case "keys":
      find<HTMLDialogElement>("#keys")?.showModal();
      return true;
    default:
      // `open-row` is Enter on the row's own link.
      return false;
  }
}

function press(action: string): boolean {
  const button = all(`[data-action="${CSS.escape(action)}"]`).find((each) => each.offsetParent !== null);
  if (!button) return false;
  // A refused action is led to, with its reason, instead of being tried.
  if (button.getAttribute("aria-disabled") === "true") button.focus();
  else button.click();
  return true;
}

function rowLinks(): HTMLAnchorElement[] {
  return all<HTMLAnchorElement>("a[data-open]").filter((link) => link.offsetParent !== null);
}

function currentRow(): number {
  const row = document.activeElement?.closest("tr, li, [data-row]");
  return rowLinks().findIndex((link) => row?.contains(link));
}

function moveRow(by: number): boolean {
  const links = rowLinks();
  const next = links[Math.max(0, Math.min(links.length - 1, currentRow() + by))];
  if (!next) return false;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (find(".preview:not([hidden])")) previewRow(next);
  return true;
}

function selectRow(): boolean {
  const row = rowLinks()[currentRow()]?.closest("tr, li, [data-row]");
  const box = row && find<HTMLInputElement>("input[data-select]", row);
  if (!box) return false;
  box.click();
  return true;
}

function change(event: KeyboardEvent): void {
  event.preventDefault();
  if (!changing) return;
  if (event.key === "Escape") return done();
  const key = keyOf(event);
  if (key.startsWith("Ctrl") || key === "Tab" || key === "Enter" || key === "Space") return;
  // Two keys for the places of the rail, which begin alike; one for all else.
  if (changing.does.startsWith("go ") && !pressed) {
    pressed = key;
    return;
  }
  const keys = pressed ? `${pressed} ${key}` : key;
  const before = keymap.get(changing.does) ?? "";
  // Whoever had the key gets the one that became free: no key ever does two things.
  for (const [does, taken] of keymap) if (taken === keys) keymap.set(does, before);
  keymap.set(changing.does, keys);
  remember("keymap", JSON.stringify(Object.fromEntries(keymap)));
  done();
}

function done(): void {
  const does = changing?.does;
  changing = null;
  pressed = "";
  drawKeymap();
  if (does) find(`#keys [data-of="${CSS.escape(does)}"]`)?.focus();
}
