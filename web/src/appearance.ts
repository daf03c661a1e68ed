// Theme, contrast, density and the folded rail: applied at once, remembered in this browser, and sent
// to the person's settings so that other browsers know. frame_early.html applies them before the paint.

import { all, find, on } from "./dom.ts";
import { recall, remember } from "./memory.ts";

const CHOICES = ["theme", "contrast", "density"] as const;
const root = document.documentElement;

export function startAppearance(): void {
  for (const name of CHOICES) showPressed(name);
  on("submit", "form[data-appearance]", (event, form) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || !isChoice(button.name)) return;
    event.preventDefault();
    choose(button.name, button.value);
    keepOnServer(form as HTMLFormElement, button);
  });

  foldRail(recall("rail") === "narrow");
  on("click", "[data-fold-rail]", () => foldRail(root.dataset["rail"] !== "narrow"));
  // Another tab's choice holds here too.
  addEventListener("storage", (event) => {
    const name = event.key?.replace("slipway.", "") ?? "";
    if (isChoice(name) && event.newValue) apply(name, event.newValue);
  });
}

type Choice = (typeof CHOICES)[number];

function isChoice(name: string): name is Choice {
  return (CHOICES as readonly string[]).includes(name);
}

function choose(name: Choice, value: string): void {
  remember(name, value);
  apply(name, value);
}

function apply(name: Choice, value: string): void {
  root.dataset[name] = value;
  showPressed(name);
}

function showPressed(name: Choice): void {
  const current = root.dataset[name] ?? (name === "density" ? "normal" : "system");
  for (const button of all<HTMLButtonElement>(`form[data-appearance] button[name="${name}"]`)) {
    button.setAttribute("aria-pressed", String(button.value === current));
  }
}

function keepOnServer(form: HTMLFormElement, button: HTMLButtonElement): void {
  const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  // The choice already holds here; a server that cannot be reached only means that it holds here alone.
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => undefined);
}

function foldRail(narrow: boolean): void {
  const button = find("[data-fold-rail]");
  button?.setAttribute("aria-pressed", String(narrow));
  root.dataset["rail"] = narrow ? "narrow" : "wide";
  remember("rail", narrow ? "narrow" : "wide");
  // A folded rail shows icons alone; their names then come on hover.
  for (const link of all("#rail > :is(a, button)")) {
    if (narrow) link.title = find(".label", link)?.textContent ?? "";
    else link.removeAttribute("title");
  }
}
