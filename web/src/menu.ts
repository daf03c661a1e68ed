// Menus are `<details>`: this adds arrows, Escape, and closing when the attention goes elsewhere.

import { all, find, on } from "./dom.ts";

export function startMenus(): void {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  on("keydown", "details.menu", (event, menu) => {
    if (!(menu as HTMLDetailsElement).open) return;
    if (event.key === "Escape") close(menu as HTMLDetailsElement);
    else if (event.key === "ArrowDown") step(menu, 1);
    else if (event.key === "ArrowUp") step(menu, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function closeOthers(target: EventTarget | null): void {
  for (const menu of all<HTMLDetailsElement>("details.menu[open]")) {
    if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  }
}

function close(menu: HTMLDetailsElement): void {
  menu.open = false;
  find("summary", menu)?.focus();
}

function step(menu: HTMLElement, by: number): void {
  const items = all(":is(a, button, input):not([disabled], [type=hidden])", menu).filter((item) => item.offsetParent);
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length]?.focus();
}
