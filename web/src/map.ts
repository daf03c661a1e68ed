// `data-map`: a drawing that is wider than its box. The box scrolls by itself; this adds zooming, dragging, stepping from
// node to node with the arrow keys, the panel with what a node is, and the drawing as a file. Without it each node is a link
// to its own map, and the table below says the same.

import { all, find, on } from "./dom.ts";

const STEP = 1.25;
const LEAST = 0.25;
const MOST = 4;
/** Pixels that a press may move and still be a click. */
const STILL = 4;

export function startMap(): void {
  on("click", "[data-map-zoom]", (_, button) => zoom(mapOf(button), button.dataset["mapZoom"] ?? ""));
  on("click", "[data-map-file]", (_, button) => {
    const svg = find<SVGSVGElement>("svg.flow", mapOf(button));
    if (svg) void save(svg, button.dataset["mapFile"] ?? "map.svg");
  });
  on("wheel", "[data-map-box]", (event, box) => {
    // As in every map: the wheel scrolls, with Ctrl it zooms.
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(mapOf(box), event.deltaY < 0 ? "in" : "out");
  });
  on("keydown", "[data-map-box]", keys);
  drag();
  select();
}

export function enhanceMaps(root: ParentNode): void {
  for (const tools of all("[data-map-tools]", root)) tools.hidden = false;
}

function mapOf(element: Element): HTMLElement {
  return element.closest<HTMLElement>("[data-map]") ?? document.body;
}

const scales = new WeakMap<SVGSVGElement, number>();

function zoom(map: HTMLElement, how: string): void {
  const svg = find<SVGSVGElement>("svg.flow", map);
  const box = svg?.parentElement;
  if (!svg || !box) return;
  const { width, height } = svg.viewBox.baseVal;
  const before = scales.get(svg) ?? svg.getBoundingClientRect().width / width;
  const fitting = Math.min((box.clientWidth - 32) / width, 1);
  const wanted = how === "whole" ? fitting : how === "in" ? before * STEP : before / STEP;
  const scale = Math.min(MOST, Math.max(LEAST, wanted));
  const middle = [box.scrollLeft + box.clientWidth / 2, box.scrollTop + box.clientHeight / 2] as const;
  scales.set(svg, scale);
  svg.style.maxWidth = "none";
  svg.style.width = `${width * scale}px`;
  svg.style.height = `${height * scale}px`;
  box.scrollLeft = (middle[0] * scale) / before - box.clientWidth / 2;
  box.scrollTop = (middle[1] * scale) / before - box.clientHeight / 2;
}

function keys(event: KeyboardEvent, box: HTMLElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const zooms: Record<string, string> = { "+": "in", "=": "in", "-": "out", "0": "whole" };
  const how = zooms[event.key];
  if (how) {
    event.preventDefault();
    zoom(mapOf(box), how);
    return;
  }
  const here = document.activeElement?.closest("[data-map-node]");
  const next = here && neighbour(box, here, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The node that is nearest in the direction of an arrow key. */
function neighbour(box: HTMLElement, from: Element, key: string): SVGAElement | undefined {
  const directions: Record<string, readonly [number, number]> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };
  const direction = directions[key];
  if (!direction) return undefined;
  const [x, y] = centre(from);
  const ahead = all<SVGAElement>("[data-map-node]", box)
    .filter((node) => node !== from)
    .map((node) => {
      const [dx, dy] = [centre(node)[0] - x, centre(node)[1] - y];
      const along = dx * direction[0] + dy * direction[1];
      const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
      return { node, along, distance: along + 2 * aside };
    })
    .filter(({ along }) => along > 1);
  ahead.sort((a, b) => a.distance - b.distance);
  return ahead[0]?.node;
}

function centre(element: Element): [number, number] {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

let moved = false;

/** The drawing follows a pressed pointer; touch scrolls by itself. */
function drag(): void {
  let held: { box: HTMLElement; x: number; y: number; left: number; top: number } | null = null;
  on("pointerdown", "[data-map-box]", (event, box) => {
    moved = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    held = { box, x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    moved ||= Math.hypot(dx, dy) > STILL;
    if (!moved) return;
    held.box.classList.add("held");
    held.box.scrollLeft = held.left - dx;
    held.box.scrollTop = held.top - dy;
  });
  document.addEventListener("pointerup", () => {
    held?.box.classList.remove("held");
    held = null;
  });
  // A link would be dragged instead of the drawing.
  on("dragstart", "[data-map-box]", (event) => event.preventDefault());
}

/** A press on a node says what it is; from there, or with a second press, its page and its map are opened. */
function select(): void {
  on("click", "[data-map-node]", (event, node) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (moved) return;
    const map = mapOf(node);
    for (const other of all("[data-map-node]", map)) other.classList.toggle("chosen", other === node);
    for (const about of all("[data-map-about]", map)) about.hidden = about.id !== node.dataset["mapNode"];
  });
  on("dblclick", "[data-map-node]", (_, node) => {
    const about = document.getElementById(node.dataset["mapNode"] ?? "");
    const link = about && find<HTMLAnchorElement>("a", about);
    if (link) location.assign(link.href);
  });
}

/** What the stylesheet gives the drawing, written into a copy of it, which then looks the same everywhere. */
function standing(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = all<SVGElement>("*", svg);
  for (const [index, element] of all<SVGElement>("*", copy).entries()) {
    const original = originals[index];
    if (!original) continue;
    const style = getComputedStyle(original);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "font", "text-anchor", "dominant-baseline"]) {
      element.style.setProperty(name, style.getPropertyValue(name));
    }
  }
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("style", "");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return copy;
}

/** Hands the drawing over as a file. */
async function save(svg: SVGSVGElement, name: string): Promise<void> {
  const drawing = new XMLSerializer().serializeToString(standing(svg));
  const vector = new Blob([drawing], { type: "image/svg+xml" });
  const file = name.endsWith(".png") ? await raster(drawing) : vector;
  if (!file) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** At twice the size, so that print is sharp, on the colour of the page. */
async function raster(drawing: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
