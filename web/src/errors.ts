// A form that came back with errors: the summary gets the focus, and its links lead into the fields,
// also where an island has put its own field before the named one.

import { find, on } from "./dom.ts";

export function startErrors(): void {
  find("[data-errors]")?.focus();
  on("click", ".error-summary a[href^='#']", (event, link) => {
    const named = document.getElementById(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""));
    if (!named) return;
    event.preventDefault();
    const field = named.matches("fieldset") ? find("input:checked, input, select, textarea", named) : named;
    named.closest("details")?.setAttribute("open", "");
    named.scrollIntoView({ block: "center" });
    (field ?? named).focus();
  });
}
