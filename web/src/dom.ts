// The few words that every island uses: finding, making, hearing, saying. No feature lives here.

type Listener<K extends keyof DocumentEventMap> = (event: DocumentEventMap[K], target: HTMLElement) => void;

/** Hears an event of every present and future element that matches. */
export function on<K extends keyof DocumentEventMap>(kind: K, selector: string, listener: Listener<K>, capture = false): void {
  document.addEventListener(
    kind,
    (event) => {
      const found = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
      if (found) listener(event, found);
    },
    capture,
  );
}

export function find<E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E | null {
  return root.querySelector<E>(selector);
}

export function all<E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

type Child = Node | string;

/** Makes an element; a value of `undefined` leaves the attribute out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite, as the macro `m::icon` draws it. */
export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${textsTemplate()?.dataset["icons"] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

/** A text of the page's language, from the template that the frame carries. */
export function text(key: string, values: Record<string, string> = {}): string {
  const found = textsTemplate()?.content.querySelector(`[data-text="${key}"]`)?.textContent ?? key;
  return found.replace(/%([a-z]+)/g, (whole, name: string) => values[name] ?? whole);
}

/** The `-one` or `-other` form of a text with a number. */
export function counted(key: string, n: number): string {
  return text(n === 1 ? `${key}-one` : `${key}-other`, { n: n.toLocaleString(language()) });
}

export function language(): string {
  return document.documentElement.lang || "en";
}

/** Says something to screen readers without moving anything. */
export function announce(words: string): void {
  const live = document.getElementById("live");
  if (!live) return;
  // The same words twice are heard twice only if the region was empty in between.
  live.textContent = "";
  requestAnimationFrame(() => {
    live.textContent = words;
  });
}

/** Says something shortly in the corner; for outcomes that need no answer. */
export function toast(words: string, iconName = "check"): void {
  const box = document.getElementById("toasts");
  if (!box) return;
  const shown = make("div", { class: "toast" }, icon(iconName), words);
  box.append(shown);
  setTimeout(() => shown.remove(), 4000);
}

type Swapped = (region: ParentNode) => void;
const swapListeners: Swapped[] = [];

export function onSwap(listener: Swapped): void {
  swapListeners.push(listener);
}

export function swapped(region: ParentNode): void {
  for (const listener of swapListeners) listener(region);
}

/** Whether the person is typing there, so that no shortcut may act. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return target.getAttribute("role") === "textbox";
  return !["checkbox", "radio", "button", "submit", "reset", "range", "file", "color"].includes(target.type);
}

function textsTemplate(): HTMLTemplateElement | null {
  return find<HTMLTemplateElement>("template#texts");
}
