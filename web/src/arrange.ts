// `data-arrange`: lines of a form that can be dragged, within their group and into another. Where a line is dropped is
// written into its `data-arrange-in` and `data-arrange-at` fields; the server puts the lines in that order. The buttons
// beside each line do the same by keyboard, and without this island.

import { all, find, on } from "./dom.ts";

const ITEM = "[data-arrange-item]";
const GROUP = "[data-arrange-group]";

export function startArrange(): void {
  let dragged: HTMLElement | null = null;
  // Only a press on the grip makes a line draggable: text in its fields is selected as anywhere else.
  on("pointerdown", "[data-arrange-grip]", (_, grip) => {
    grip.closest<HTMLElement>(ITEM)?.setAttribute("draggable", "true");
  });
  on("dragstart", ITEM, (event, item) => {
    if (item.getAttribute("draggable") !== "true") return;
    dragged = item;
    item.classList.add("dragged");
    event.dataTransfer?.setData("text/plain", item.id);
  });
  on("dragover", `${GROUP}, ${ITEM}`, (event, over) => {
    if (!dragged) return;
    event.preventDefault();
    if (over === dragged || dragged.contains(over)) return;
    if (over.matches(ITEM)) {
      const box = over.getBoundingClientRect();
      over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    } else if (!find(ITEM, over)) {
      over.querySelector(".stack > .row:last-child")?.before(dragged);
    }
  });
  on("drop", "[data-arrange]", (event, form) => {
    if (!dragged) return;
    event.preventDefault();
    number(form);
  });
  on("dragend", ITEM, (_, item) => {
    item.classList.remove("dragged");
    item.removeAttribute("draggable");
    const form = item.closest<HTMLElement>("[data-arrange]");
    if (form) number(form);
    dragged = null;
  });
}

/** Writes into each line where it stands now. */
function number(form: HTMLElement): void {
  for (const [group, box] of all(GROUP, form).entries()) {
    for (const [at, item] of all(ITEM, box).entries()) {
      set(item, "[data-arrange-in]", group);
      set(item, "[data-arrange-at]", at);
    }
  }
}

function set(item: HTMLElement, selector: string, place: number): void {
  const field = find<HTMLInputElement>(selector, item);
  if (field) field.value = String(place);
}
