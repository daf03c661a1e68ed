// Everything with the keys alone: where the focus is, how to come to a field, how to choose. No call of a pointer.
import { settled } from "./release.mjs";

const AT_MOST = 120;

/** Tabs onward until the focus is on what `selector` names; it must be reachable within one round of the page. */
export async function tabTo(page, selector, key = "Tab") {
  for (let pressed = 0; pressed < AT_MOST; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached with ${key}`);
}

/** Replaces what stands in a field. */
export async function typeInto(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Chooses a radio of a group by its label, with the arrows. */
export async function chooseRadio(page, group, label) {
  await tabTo(page, `${group} input[type=radio]`);
  await page.keyboard.press("Space");
  await settled(page);
  for (let pressed = 0; pressed < AT_MOST; pressed += 1) {
    const chosen = await page.evaluate((within) => {
      const input = document.querySelector(`${within} input:checked`);
      return { label: input?.closest("label").querySelector("b").textContent.trim(), isFocused: input === document.activeElement };
    }, group);
    if (!chosen.isFocused) throw new Error(`${group} loses the focus when "${chosen.label}" is chosen`);
    if (chosen.label === label) return;
    await page.keyboard.press("ArrowDown");
    await settled(page);
  }
  throw new Error(`${group} does not offer "${label}"`);
}

/** Presses what has the focus after tabbing to it. */
export async function press(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
}

/** Chooses the first entry of a type-ahead field or the first of a plain list that says anything. */
export async function chooseAny(page, selector) {
  await tabTo(page, selector);
  const isList = await page.evaluate(() => document.activeElement.tagName === "SELECT");
  await page.keyboard.press("ArrowDown");
  if (!isList) {
    await page.locator("[role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  }
  await settled(page);
}

/** Chooses an entry of a plain list by its words, with the arrows. */
export async function chooseOption(page, selector, label) {
  await tabTo(page, selector);
  for (let pressed = 0; pressed < AT_MOST; pressed += 1) {
    const chosen = await page.evaluate(() => document.activeElement.selectedOptions[0].label);
    if (chosen === label) return;
    await page.keyboard.press("ArrowDown");
    await settled(page);
  }
  throw new Error(`${selector} does not offer "${label}"`);
}

/** Types into a type-ahead field and takes what it offers first. */
export async function lookUp(page, selector, typed) {
  await typeInto(page, selector, typed);
  await page.locator("[role=option]").first().waitFor();
  await page.keyboard.press("Enter");
  await settled(page);
}

/** Opens a menu. */
export async function openMenu(page, selector) {
  await press(page, `${selector} > summary`);
  await page.locator(`${selector}[open]`).waitFor();
}
