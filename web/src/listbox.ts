// The list under a combobox, by the ARIA 1.2 pattern: the focus stays in the text field, the field names
// the active option. Shared by the type-ahead fields and the command palette.

import { icon, make } from "./dom.ts";

export interface Item {
  label: string;
  hint?: string;
  icon?: string;
  selected?: boolean;
  pick(): void;
}

let lists = 0;

export class ListBox {
  private items: Item[] = [];
  private at = -1;
  private readonly prefix = `option-${(lists += 1)}`;

  constructor(
    private readonly field: HTMLInputElement,
    readonly element: HTMLElement,
  ) {
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.items[[...element.querySelectorAll("[role=option]")].indexOf(option)]?.pick();
    });
  }

  /** Draws the items; the `active` one is what Enter picks. */
  show(items: Item[], active: number, note = ""): void {
    this.items = items;
    this.element.replaceChildren(...items.map((item, index) => this.option(item, index)));
    if (note) this.element.append(make("div", { class: "listbox-note", role: "presentation" }, note));
    this.activate(active);
  }

  move(by: number): void {
    const n = this.items.length;
    if (n === 0) return;
    this.activate(this.at < 0 && by < 0 ? n - 1 : (this.at + by + n) % n);
  }

  get active(): Item | null {
    return this.items[this.at] ?? null;
  }

  private activate(at: number): void {
    this.at = at < this.items.length ? at : -1;
    const options = this.element.querySelectorAll<HTMLElement>("[role=option]");
    options.forEach((option, index) => option.toggleAttribute("data-active", index === this.at));
    const option = options[this.at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private option(item: Item, index: number): HTMLElement {
    const option = make("div", {
      role: "option",
      id: `${this.prefix}-${index}`,
      "aria-selected": String(item.selected ?? false),
    });
    if (item.icon) option.append(icon(item.icon));
    option.append(make("span", {}, item.label));
    if (item.hint) option.append(make("small", {}, item.hint));
    return option;
  }
}

/** Whether every word of `typed` is in `candidate`, whatever the case and the accents. */
export function matches(candidate: string, typed: string): boolean {
  const where = folded(candidate);
  return folded(typed)
    .split(/\s+/)
    .every((word) => where.includes(word));
}

export function folded(words: string): string {
  return words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
