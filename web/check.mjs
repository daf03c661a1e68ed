// Holds together what no compiler sees: icons that templates name and the sprite has, texts that islands
// say and the frame carries, keys that the shared templates use and every locale has. `npm run check`.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { iconNames } from "./sprite.mjs";

const root = join(import.meta.dirname, "..");
const LANGUAGES = ["en", "pt-BR", "es"];

const templates = files("crates/slipway/src", ".html");
const shared = templates.filter((path) => path.includes(join("edge", "page")));
const islands = files("web/src", ".ts");
const complaints = [...unknownIcons(), ...untoldTexts(), ...missingKeys(), ...unknownClasses(), ...uncompliantMarkup()];

for (const complaint of complaints) console.error(complaint);
console.log(`${templates.length} templates, ${islands.length} island files: ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

function unknownIcons() {
  const known = new Set(iconNames());
  return templates.flatMap((path) =>
    named(path, /\bicon\("([^"]+)"\)|page\.icons \}\}#([a-z][a-z_-]*[a-z])"/g)
      .filter((name) => !known.has(name))
      .map((name) => `${shown(path)}: no icon "${name}" in web/src/icons/icons.json`),
  );
}

/** Every text of an island is in the template that the frame carries, and nothing else is. */
function untoldTexts() {
  const carried = new Set(named(join(root, "crates/slipway/src/edge/page/frame_texts.html"), /data-text="([^"]+)"/g));
  const said = new Set(
    islands.flatMap((path) => [
      ...named(path, /\btext\("([^"]+)"/g),
      ...named(path, /\bcounted\("([^"]+)"/g).flatMap((key) => [`${key}-one`, `${key}-other`]),
    ]),
  );
  return [
    ...[...said].filter((key) => !carried.has(key)).map((key) => `an island says "${key}", which frame_texts.html does not carry`),
    ...[...carried].filter((key) => !said.has(key)).map((key) => `frame_texts.html carries "${key}", which no island says`),
  ];
}

function missingKeys() {
  const keys = Object.fromEntries(LANGUAGES.map((language) => [language, keysOf(language)]));
  const used = shared.flatMap((path) => named(path, /\bt\.(?:text|with)\("([^"]+)"/g).map((key) => [path, key]));
  const untranslated = used.flatMap(([path, key]) =>
    LANGUAGES.filter((language) => !keys[language].has(key)).map((language) => `${shown(path)}: "${key}" has no text in ${language}`),
  );
  const own = LANGUAGES.map((language) => [language, keysIn(join(root, "locales", language, "frame.ftl"))]);
  const every = new Set(own.flatMap(([, each]) => [...each]));
  const unequal = own.flatMap(([language, each]) => [...every].filter((key) => !each.has(key)).map((key) => `frame.ftl of ${language} lacks "${key}"`));
  return [...untranslated, ...unequal];
}

/** A class that no style knows is a slip of the pen. */
function unknownClasses() {
  const known = new Set(files("web/src/styles", ".css").flatMap((path) => named(path, /\.([a-z][a-z0-9-]*)/g)));
  return templates.flatMap((path) =>
    named(path, /\sclass="([^"]*)"/g)
      .flatMap((classes) => classes.replace(/\{[{%][\s\S]*?[%}]\}/g, " ").split(/\s+/))
      .filter((name) => name !== "" && !known.has(name))
      .map((name) => `${shown(path)}: no style knows the class "${name}"`),
  );
}

/** What the content policy would silently drop: style attributes, inline handlers, `javascript:`. */
function uncompliantMarkup() {
  return templates.flatMap((path) =>
    named(path, /<[a-z][^>]*?\s(style|on[a-z]+)=["']/g).map((name) => `${shown(path)}: the content policy refuses the attribute ${name}`),
  );
}

function keysOf(language) {
  return new Set(files(`locales/${language}`, ".ftl").flatMap((path) => [...keysIn(path)]));
}

function keysIn(path) {
  return new Set(named(path, /^([a-zA-Z][\w-]*) =/gm));
}

function named(path, pattern) {
  const content = readFileSync(path, "utf8").replace(/\{#[\s\S]*?#\}/g, "");
  return [...content.matchAll(pattern)].map((found) => found[1] ?? found[2]);
}

function files(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name));
}

function shown(path) {
  return relative(root, path);
}
