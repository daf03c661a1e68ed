// Choosing rows: all at once, a range with Shift, how many, and the mass bar of exactly what is allowed.

import { all, announce, counted, find, on, onSwap } from "./dom.ts";

export function startSelection(): void {
  let last: HTMLInputElement | null = null;
  on("click", "input[data-select]", (event, box) => {
    const boxes = boxesOf(box);
    const chosen = box as HTMLInputElement;
    const from = last && event.shiftKey ? boxes.indexOf(last) : -1;
    if (from >= 0) {
      const to = boxes.indexOf(chosen);
      for (const between of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) between.checked = chosen.checked;
    }
    last = chosen;
  });
  on("change", "input[data-select-all]", (_, box) => {
    for (const each of boxesOf(box)) each.checked = (box as HTMLInputElement).checked;
    show(box, true);
  });
  on("change", "input[data-select]", (_, box) => show(box, true));
  const showAll = () => {
    for (const form of all("form[data-mass]")) show(form, false);
  };
  showAll();
  onSwap(showAll);
}

function scopeOf(element: HTMLElement): ParentNode {
  return element.closest("form[data-mass]") ?? document;
}

function boxesOf(element: HTMLElement): HTMLInputElement[] {
  return all<HTMLInputElement>("input[data-select]", scopeOf(element)).filter((box) => !box.disabled);
}

function show(element: HTMLElement, aloud: boolean): void {
  const boxes = boxesOf(element);
  const n = boxes.filter((box) => box.checked).length;
  const head = find<HTMLInputElement>("input[data-select-all]", scopeOf(element));
  if (head) {
    head.checked = n > 0 && n === boxes.length;
    head.indeterminate = n > 0 && n < boxes.length;
  }
  const words = counted("list-selected", n);
  for (const place of all("[data-mass-count]", scopeOf(element))) place.textContent = words;
  if (aloud) announce(words);
}
