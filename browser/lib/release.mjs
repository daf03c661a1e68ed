// What journeys do to a release on its pages, by pointer: register it, take its task, leave it.
import assert from "node:assert/strict";

export const RECORD = /\/releases\/(\d+)(?:\?|$)/;

/** Until the fields that follow from a choice are there. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("form[aria-busy]"));
}

export async function chooseTile(page, field, name) {
  await page.locator(`#${field}`).getByText(name, { exact: true }).click();
  await settled(page);
}

/** Types into a type-ahead field and takes the first choice. */
export async function chooseFrom(page, id, typed) {
  await page.locator(`[id="${id}"]`).fill(typed);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await settled(page);
}

export const PHASES = {
  "planning.start": "2030-03-04T09:00",
  "planning.end": "2030-03-05T18:00",
  "deployment.start": "2030-03-06T20:00",
  "deployment.end": "2030-03-06T23:00",
};

/** Fills the registration form that is open; answers when it is sent and the record is there. */
export async function register(page, { portfolio, model, title, phases = PHASES, first }) {
  await chooseTile(page, "portfolio", portfolio);
  await chooseTile(page, "model", model);
  await page.locator("#title").fill(title);
  await first?.();
  for (const [name, value] of Object.entries(phases)) {
    await page.locator(`[id="${name}"]`).fill(value);
    await page.locator(`[id="${name}"]`).blur();
    await settled(page);
  }
  await send(page);
  return Number(page.url().match(RECORD)[1]);
}

/** Sends the form that is open and is led to the release; what is wrong with it, if it is refused, is the failure. */
export async function send(page) {
  await page.locator(".form-end .primary").click();
  const refused = page.locator("[data-errors]").waitFor().then(
    async () => `refused: ${await page.locator("[data-errors]").innerText()}`,
    () => "",
  );
  const arrived = page.waitForURL(RECORD).then(() => "");
  assert.equal(await Promise.race([arrived, refused]), "");
}

/** Takes the task that waits. */
export async function capture(page) {
  await page.locator("[data-action=capture]").click();
  await send(page);
}

/** The step of the ribbon where the release stands. */
export async function step(page) {
  return (await page.locator(".ribbon [aria-current=step] b").textContent()).trim();
}

/** Sends the captured task on, and sees that it arrives. */
export async function sendTo(page, task) {
  await page.locator("[data-action=advance]").click();
  await send(page);
  assert.equal(await step(page), task);
}
