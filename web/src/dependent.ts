// `data-submit-on-change`: a choice that other fields follow from. The form is sent as it stands through its
// `data-dependent` button, and the answer's `data-region` parts take the place of those here. A form without
// such a button (a filter) is simply submitted.

import { all, find, on } from "./dom.ts";
import { fetchPage, swapRegions } from "./page.ts";

const REGIONS = "form [data-region]";

export function startDependent(): void {
  on("change", "[data-submit-on-change]", (_, element) => {
    const form = element.closest("form");
    if (!form) return;
    const button = find<HTMLButtonElement>("button[data-dependent]", form);
    if (button && form.querySelector("[data-region]")) void redraw(form, button);
    else form.requestSubmit(button);
  });
  // A form that is on its way needs no answer any more. Leaving the page ends the question, and its failure must not
  // send the form a second time, as a question.
  on("submit", "form", (_, form) => {
    running.abort();
    form.removeAttribute("aria-busy");
  });
}

let running = new AbortController();

async function redraw(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const sent = valuesOf(form);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetchPage(form.action, { method: "POST", body: bodyOf(form, button), signal });
    if (signal.aborted) return;
    const now = valuesOf(form);
    if (swapRegions(answer, REGIONS) === 0) return form.requestSubmit(button);
    retype(form, sent, now);
  } catch {
    // Any obstacle: the plain way, with its own page of what is wrong.
    if (!signal.aborted) form.requestSubmit(button);
  } finally {
    if (!signal.aborted) form.removeAttribute("aria-busy");
  }
}

function bodyOf(form: HTMLFormElement, button: HTMLButtonElement): FormData | URLSearchParams {
  const data = new FormData(form, button);
  for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
  if (form.enctype === "multipart/form-data") return data;
  return new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function textFields(form: HTMLFormElement): Field[] {
  return all<Field>("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea", form).filter((field) => field.name);
}

function valuesOf(form: HTMLFormElement): Map<string, string> {
  return new Map(textFields(form).map((field) => [field.name, field.value]));
}

/** What was typed while the answer was on its way is newer than the answer. */
function retype(form: HTMLFormElement, sent: Map<string, string>, now: Map<string, string>): void {
  for (const field of textFields(form)) {
    const typed = now.get(field.name);
    if (typed !== undefined && typed !== sent.get(field.name)) field.value = typed;
  }
}
