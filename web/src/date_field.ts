// `<input data-datetime data-zone>`: says at once what was understood, writes ISO local time when the
// field is left, and opens the browser's own calendar. Without a script the server reads the same words.

import { all, icon, language, make, text } from "./dom.ts";
import { civil, read } from "./when.ts";

export function enhanceDateFields(root: ParentNode): void {
  for (const field of all<HTMLInputElement>("input[data-datetime]:not([data-ready])", root)) enhance(field);
}

function enhance(field: HTMLInputElement): void {
  field.dataset["ready"] = "";
  const hint = document.getElementById(`${field.id}-hint`);
  hint?.setAttribute("aria-live", "polite");
  const usual = hint?.textContent ?? "";

  const answer = () => {
    const understood = readField(field);
    if (hint) hint.textContent = field.value.trim() === "" ? usual : (understood ? said(understood, field) : usual);
    return understood;
  };
  const settle = () => {
    const understood = answer();
    const isWrong = field.value.trim() !== "" && !understood;
    if (understood) field.value = understood;
    if (isWrong && hint) hint.textContent = `${text("date-not-understood")}. ${usual}`;
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  field.addEventListener("input", answer);
  field.addEventListener("change", settle);
  if (field.value.trim() !== "" && !field.hasAttribute("aria-invalid")) answer();
  field.after(...calendar(field));
}

function readField(field: HTMLInputElement): string | null {
  return read(field.value, civil(new Date(), field.dataset["zone"]), language());
}

/** "Tue, 1 Dec 2026, 20:00 America/Sao_Paulo", so that a wrong reading is seen before it is sent. */
function said(isoLocal: string, field: HTMLInputElement): string {
  const words = new Intl.DateTimeFormat(language(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  }).format(new Date(`${isoLocal}:00Z`));
  return `${words} ${field.dataset["zone"] ?? ""}`.trim();
}

function calendar(field: HTMLInputElement): HTMLElement[] {
  const native = make("input", { type: "datetime-local", class: "date-native", tabindex: "-1", "aria-hidden": "true" });
  native.addEventListener("change", () => {
    field.value = native.value.slice(0, 16);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  const button = make("button", { type: "button", class: "btn only-icon" }, icon("calendar"), make("span", { class: "hidden" }, text("date-pick")));
  button.addEventListener("click", () => {
    native.value = readField(field) ?? "";
    native.showPicker();
  });
  return [native, button];
}
