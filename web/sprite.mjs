// Makes the icon sprite from the names in src/icons/icons.json (ours → Lucide's) and our own drawings.
// Stroke and fill are given by `svg.i` in the page, so a symbol carries shapes alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;

/** Every name that `m::icon` may be given. */
export function iconNames() {
  return ["brand", ...Object.keys(chosen())].sort();
}

export function sprite() {
  const symbols = [symbol("brand", join(root, "src/icons/brand.svg"))];
  for (const [name, lucide] of Object.entries(chosen())) {
    symbols.push(symbol(name, join(root, "node_modules/lucide-static/icons", `${lucide}.svg`)));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC: icons-license.txt -->${symbols.join("")}</svg>\n`;
}

function chosen() {
  return JSON.parse(readFileSync(join(root, "src/icons/icons.json"), "utf8"));
}

function symbol(name, path) {
  const drawing = readFileSync(path, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1];
  if (drawing === undefined) throw new Error(`${path} holds no <svg>`);
  const shapes = drawing.replace(/>\s+</g, "><").replace(/\s*\/>/g, "/>").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}
