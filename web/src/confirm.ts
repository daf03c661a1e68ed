// `data-confirm` on a form or a button: what will change and for whom is said in a dialog before it is
// sent. Without a script the server asks on a page of its own.

import { find, on, text } from "./dom.ts";

export function startConfirm(): void {
  on(
    "submit",
    "form",
    (event, form) => {
      const button = event.submitter;
      const asking = button?.dataset["confirm"] ? button : form.dataset["confirm"] ? form : null;
      const dialog = find<HTMLDialogElement>("#confirm");
      if (!asking || !dialog || form.dataset["confirmed"]) return void delete form.dataset["confirmed"];
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(dialog, asking, () => {
        form.dataset["confirmed"] = "yes";
        (form as HTMLFormElement).requestSubmit(button);
      });
    },
    // Before the islands that take a submit as done: the keeper of drafts, the appearance form.
    true,
  );
}

function ask(dialog: HTMLDialogElement, asking: HTMLElement, go: () => void): void {
  const words = (selector: string, value: string) => {
    const place = find(selector, dialog);
    if (place) place.textContent = value;
  };
  words("#confirm-title", asking.dataset["confirmTitle"] ?? text("confirm-title"));
  words("#confirm-text", asking.dataset["confirm"] ?? "");
  const button = find<HTMLButtonElement>("[data-confirmed]", dialog);
  if (!button) return;
  const own = asking instanceof HTMLButtonElement ? asking.textContent?.trim() : null;
  button.textContent = asking.dataset["confirmGo"] ?? own ?? text("confirm-go");
  button.classList.toggle("danger", asking.classList.contains("danger"));
  button.onclick = () => {
    dialog.close();
    go();
  };
  dialog.showModal();
  // What loses something must not be one Enter away.
  find(asking.classList.contains("danger") ? "[data-close]" : "[data-confirmed]", dialog)?.focus();
}
