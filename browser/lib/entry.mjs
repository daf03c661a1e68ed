// Fills the form of a piece of reference data by the names of its fields, as somebody at the page does.
import assert from "node:assert/strict";

/** Text for a field that is typed, `true` or `false` for a tick, a list of words for several ticks. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await put(page, name, value);
}

async function put(page, name, value) {
  if (Array.isArray(value)) return tick(page, name, value);
  const field = page.locator(`[id="${name}"]`);
  const kind = await field.evaluate((element) => element.getAttribute("role") ?? element.getAttribute("type") ?? element.tagName);
  if (kind === "combobox") return pick(page, field, value);
  if (kind === "checkbox") return field.setChecked(value);
  if (kind === "FIELDSET") return field.getByText(value, { exact: true }).click();
  if (kind === "SELECT") return field.selectOption({ label: value });
  return field.fill(value);
}

async function pick(page, field, text) {
  await field.fill(text);
  await page.getByRole("option", { name: text }).first().waitFor();
  await page.keyboard.press("Enter");
  assert.ok((await field.inputValue()).includes(text), `${text} is chosen`);
}

async function tick(page, name, words) {
  for (const word of words) await page.locator(`input[type=checkbox][name="${name}[]"][value="${word}"]`).check();
}

/** Sends the form and is led to the record; what is wrong with it, if it is refused, is the failure. */
export async function save(page) {
  await page.locator(".form-end .primary").click();
  await page.waitForLoadState();
  const refused = page.locator("[data-errors]");
  assert.equal((await refused.count()) > 0 ? await refused.innerText() : "", "");
  return new URL(page.url()).pathname;
}
