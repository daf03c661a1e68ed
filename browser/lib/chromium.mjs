// Starts the system's Chromium. No browser build of Playwright's own is ever downloaded.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

const ARGUMENTS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where Chromium is, or null; without one the browser tests are skipped and say so. */
export function chromiumPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.SLIPWAY_CHROMIUM, ...places].find((path) => path && existsSync(path)) ?? null;
}

export async function openBrowser() {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error("no Chromium: install the package chromium or set SLIPWAY_CHROMIUM");
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page that fails its test for every error of a script and every refusal of the content policy. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", timezoneId: "America/Sao_Paulo", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    const isOfDocument = message.text().startsWith("Failed to load resource") && documents.has(message.location().url);
    if (message.type() === "error" && !isOfDocument) page.complaints.push(message.text());
  });
  // A page that says what is wrong answers 4xx; that is no fault of the page.
  const documents = new Set();
  page.on("request", (request) => request.isNavigationRequest() && documents.add(request.url()));
  return page;
}
