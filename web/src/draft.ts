// `<form data-draft="key">` keeps what is typed in this browser until the server has taken it: after a
// crash, a refused save or an expired session nothing is lost. Passwords, files and hidden fields are
// never kept.

import { all, announce, find, icon, language, make, text } from "./dom.ts";
import { forget, recall, remember, remembered } from "./memory.ts";
import { relative } from "./relative.ts";

const PAUSE = 400;
const KEPT_FOR = 14 * 86_400_000;

/** The name of each field with its values, in the order of the form; a select keeps its labels too. */
export type Values = [name: string, value: string, label?: string][];

interface Draft {
  at: number;
  /** It went to the server and the answer is not known yet. */
  isSent: boolean;
  values: Values;
}

export function startDrafts(): void {
  settleSent();
  for (const form of all<HTMLFormElement>("form[data-draft]")) keep(form);
}

/** The first page after a submit tells whether the server took it: a page without the form, or one that
    says so. A page with the form again, a log-in or an error is not an answer. */
function settleSent(): void {
  const isAnswer = !document.body.hasAttribute("data-bare");
  for (const name of remembered("draft.")) {
    const draft = load(name);
    if (!draft || Date.now() - draft.at > KEPT_FOR) forget(name);
    else if (draft.isSent && isAnswer) {
      const isBack = formOf(name) !== null && !find("[data-notice=ok]");
      if (isBack) save(name, { ...draft, isSent: false });
      else forget(name);
    }
  }
}

function keep(form: HTMLFormElement): void {
  const name = nameOf(form);
  const pristine = JSON.stringify(valuesOf(form));
  const draft = load(name);
  // A form that came back with its errors already shows what was typed.
  if (draft && !find("[data-errors]") && JSON.stringify(draft.values) !== pristine) offer(form, name, draft);

  let isLeaving = false;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const store = () => {
    const values = valuesOf(form);
    if (JSON.stringify(values) === pristine) forget(name);
    else save(name, { at: Date.now(), isSent: false, values });
  };
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(store, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(pause);
    isLeaving = true;
    const values = valuesOf(form);
    if (JSON.stringify(values) !== pristine) save(name, { at: Date.now(), isSent: true, values });
  });
  form.addEventListener("reset", () => forget(name));
  addEventListener("pageshow", () => (isLeaving = false));
  addEventListener("beforeunload", (event) => {
    if (isLeaving || !form.isConnected || JSON.stringify(valuesOf(form)) === pristine) return;
    clearTimeout(pause);
    store();
    event.preventDefault();
  });
}

function offer(form: HTMLFormElement, name: string, draft: Draft): void {
  const when = relative(new Date(draft.at), new Date(), language());
  const restore = make("button", { type: "button", class: "btn small" }, text("draft-restore"));
  const discard = make("button", { type: "button", class: "btn small plain" }, text("draft-discard"));
  const note = make(
    "div",
    { class: "note", "data-kind": "info", role: "status" },
    icon("history"),
    make("div", {}, text("draft-found", { when })),
    make("div", { class: "actions" }, restore, discard),
  );
  restore.addEventListener("click", () => {
    fill(form, draft.values);
    note.remove();
    announce(text("draft-restored"));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    find("input:not([type=hidden]), select, textarea", form)?.focus();
  });
  discard.addEventListener("click", () => {
    forget(name);
    note.remove();
    find("input:not([type=hidden]), select, textarea", form)?.focus();
  });
  form.prepend(note);
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  const fields = [...form.elements].filter(
    (element): element is Field =>
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement,
  );
  return fields.filter((field) => field.name !== "" && !["password", "file", "hidden", "submit"].includes(field.type) && !field.closest("[data-draft-skip]"));
}

export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = [];
  for (const field of fieldsOf(form)) {
    if (field instanceof HTMLSelectElement) {
      for (const option of field.selectedOptions) values.push([field.name, option.value, option.label]);
    } else if (!isTick(field) || field.checked) values.push([field.name, field.value]);
  }
  return values;
}

function fill(form: HTMLFormElement, values: Values): void {
  for (const field of fieldsOf(form)) {
    const own = values.filter(([name]) => name === field.name);
    if (field instanceof HTMLSelectElement) fillSelect(field, own);
    else if (isTick(field)) field.checked = own.some(([, value]) => value === field.value);
    else field.value = own[0]?.[1] ?? field.value;
  }
}

function fillSelect(select: HTMLSelectElement, own: Values): void {
  for (const [, value, label] of own) {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(label ?? value, value));
  }
  for (const option of select.options) option.selected = own.some(([, value]) => value === option.value);
  // The combobox over it shows what it now holds.
  select.dispatchEvent(new Event("change"));
}

function isTick(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function nameOf(form: HTMLFormElement): string {
  return `draft.${form.dataset["draft"] ?? ""}`;
}

function formOf(name: string): HTMLFormElement | null {
  return all<HTMLFormElement>("form[data-draft]").find((form) => nameOf(form) === name) ?? null;
}

function load(name: string): Draft | null {
  try {
    return JSON.parse(recall(name) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function save(name: string, draft: Draft): void {
  remember(name, JSON.stringify(draft));
}
