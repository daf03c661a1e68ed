// Type-ahead over many choices. `<select data-combobox>` filters its own options; `<input data-lookup>`
// asks the server while one types and keeps what was picked in the select beside it. Both stay the
// plain fields they are for the form and without a script.

import { all, announce, counted, icon, make, text } from "./dom.ts";
import { type Item, ListBox, matches } from "./listbox.ts";

interface Choice {
  id: string;
  label: string;
  hint: string;
}

/** Where the choices come from and where the picked one goes. */
interface Source {
  choices(typed: string, signal: AbortSignal): Promise<Choice[]>;
  pick(choice: Choice): void;
  /** The field was left with a text that was not picked: what should stand there now. */
  settle(typed: string): string;
  picked(): string;
}

const SHOWN_AT_MOST = 50;
const TYPING_PAUSE = 150;

export function enhanceComboboxes(root: ParentNode): void {
  for (const select of all<HTMLSelectElement>("select[data-combobox]:not([multiple], [data-ready])", root)) overSelect(select);
  for (const input of all<HTMLInputElement>("input[data-lookup]:not([data-ready])", root)) overLookup(input);
}

function overSelect(select: HTMLSelectElement): void {
  select.dataset["ready"] = "";
  const input = make("input", { type: "text", class: select.className, autocomplete: "off", spellcheck: "false", id: select.id });
  for (const name of ["aria-invalid", "aria-describedby", "aria-label", "required"]) {
    const value = select.getAttribute(name);
    if (value !== null) input.setAttribute(name, value);
  }
  select.id = `${input.id}-select`;
  select.required = false;
  select.hidden = true;
  input.disabled = select.disabled;
  const label = () => select.selectedOptions[0]?.label ?? "";
  input.value = label();
  select.before(input);
  select.addEventListener("change", () => (input.value = label()));

  const choices = () =>
    [...select.options].map((option) => ({ id: option.value, label: option.label, hint: option.dataset["hint"] ?? "" }));
  const pick = ({ id }: Choice) => {
    const isNew = select.value !== id;
    select.value = id;
    input.value = label();
    if (isNew) select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  combine(input, select, {
    // The whole list while the field still says what is picked: opening is not filtering.
    choices: async (typed) => choices().filter((each) => typed === label() || matches(`${each.label} ${each.hint}`, typed)),
    pick,
    settle: (typed) => {
      const meant = choices().find((each) => each.label.toLowerCase() === typed.trim().toLowerCase());
      const none = typed.trim() === "" ? choices().find((each) => each.id === "") : undefined;
      if (meant ?? none) pick((meant ?? none) as Choice);
      return label();
    },
    picked: () => select.value,
  });
}

function overLookup(input: HTMLInputElement): void {
  const select = document.getElementById(input.dataset["lookupInto"] ?? "");
  if (!(select instanceof HTMLSelectElement)) return;
  input.dataset["ready"] = "";
  const put = (id: string, label: string) => {
    const isNew = select.value !== id;
    select.replaceChildren(new Option(label, id, true, true));
    if (isNew) select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const label = () => (select.value === "" ? null : (select.selectedOptions[0]?.label ?? null));
  select.addEventListener("change", () => {
    const shown = label();
    if (shown !== null) input.value = shown;
  });
  combine(input, select, {
    choices: (typed, signal) => ask(input, typed === label() ? "" : typed, signal),
    pick: ({ id, label: shown }) => {
      input.value = shown;
      put(id, shown);
    },
    settle: (typed) => {
      // What was typed stays, without an id: the server reads it as a text or refuses it by name.
      if (typed !== label()) put("", "");
      return typed;
    },
    picked: () => select.value,
  });
}

async function ask(input: HTMLInputElement, typed: string, signal: AbortSignal): Promise<Choice[]> {
  const url = new URL(input.dataset["lookup"] ?? "", location.href);
  url.searchParams.set("q", typed.trim());
  // Other fields may narrow the answer: `data-lookup-with="contract unit"`.
  const values = input.form ? new FormData(input.form) : new FormData();
  for (const name of input.dataset["lookupWith"]?.split(" ") ?? []) url.searchParams.set(name, String(values.get(name) ?? ""));
  const answer = await fetch(url, { headers: { accept: "application/json" }, credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`the lookup answered ${answer.status}`);
  const rows = (await answer.json()) as { id: string | number; label: string; hint?: string }[];
  return rows.map(({ id, label, hint }) => ({ id: String(id), label, hint: hint ?? "" }));
}

function combine(input: HTMLInputElement, select: HTMLSelectElement, source: Source): void {
  const list = make("div", { class: "listbox", role: "listbox", id: `${input.id}-list`, hidden: "" });
  const labels = [...(input.labels ?? [])].map((each) => each.textContent?.trim() ?? "");
  list.setAttribute("aria-label", labels.join(" ") || input.getAttribute("aria-label") || input.name);
  const box = make("div", { class: "combobox" });
  input.before(box);
  box.append(input, icon("chevron-down"), list, select);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  const listbox = new ListBox(input, list);
  let asked = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  const isOpen = () => !list.hidden;
  const close = () => {
    clearTimeout(pause);
    asked.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = async () => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    if (!isOpen()) listbox.show([], -1, text("matches-searching"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    try {
      const choices = await source.choices(input.value, signal);
      if (!signal.aborted) draw(choices);
    } catch {
      if (!signal.aborted) listbox.show([], -1, text("frame-load-failed"));
    }
  };
  const draw = (choices: Choice[]) => {
    const items = choices.slice(0, SHOWN_AT_MOST).map((choice): Item => ({
      label: choice.label,
      hint: choice.hint,
      selected: choice.id === source.picked(),
      pick: () => {
        source.pick(choice);
        close();
      },
    }));
    const selected = items.findIndex((item) => item.selected);
    const note = choices.length === 0 ? text("matches-none") : choices.length > SHOWN_AT_MOST ? counted("matches", choices.length) : "";
    listbox.show(items, selected >= 0 ? selected : 0, note);
    announce(choices.length === 0 ? text("matches-none") : counted("matches", choices.length));
  };

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => void open(), input.dataset["lookup"] === undefined ? 0 : TYPING_PAUSE);
  });
  input.addEventListener("click", () => void (isOpen() ? close() : open()));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    close();
    input.value = source.settle(input.value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (isOpen()) listbox.move(event.key === "ArrowDown" ? 1 : -1);
      else void open();
    } else if (event.key === "Enter" && isOpen() && listbox.active) listbox.active.pick();
    else if (event.key === "Escape" && isOpen()) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
