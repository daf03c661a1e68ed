// `data-copy="text"` copies that text, `data-copy-from="id"` what the element shows.

import { announce, on, text, toast } from "./dom.ts";

export function startCopy(): void {
  on("click", "[data-copy], [data-copy-from]", (_, button) => {
    const from = button.dataset["copyFrom"];
    const words = from ? document.getElementById(from)?.textContent : button.dataset["copy"];
    if (words === null || words === undefined) return;
    navigator.clipboard.writeText(words.trim()).then(
      () => {
        toast(text("action-copied"));
        announce(text("action-copied"));
      },
      () => selectInstead(button),
    );
  });
}

/** The clipboard may be refused: then the text is selected, ready for Ctrl C. */
function selectInstead(button: HTMLElement): void {
  const shown = button.parentElement?.querySelector("code, .code");
  if (shown) getSelection()?.selectAllChildren(shown);
}
