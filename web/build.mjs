// Builds web/dist: styles and islands with hashed names, the icon sprite, each with its .br and .gz,
// and the manifest that tells the server which name is the current one. `npm run build`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { sprite } from "./sprite.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");

// Browsers that know `light-dark()`, nesting, `:has` and the popover attribute. Older ones get
// plain pages: every feature stands without the script and in document order without the styles.
const target = ["chrome123", "edge123", "firefox128", "safari17.5"];

const manifest = {};

clear();
await bundle();
emit("icons.svg", sprite());
emit("favicon.svg", readFileSync(join(root, "src/icons/favicon.svg")));
emit("icons-license.txt", readFileSync(join(root, "node_modules/lucide-static/LICENSE")));
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
report();

function clear() {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) {
    if (name !== ".gitkeep") rmSync(join(dist, name), { recursive: true });
  }
}

async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { app: "src/app.ts", style: "src/styles/app.css" },
    outdir: "dist",
    bundle: true,
    minify: true,
    format: "esm",
    target,
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  for (const file of result.outputFiles) {
    const logical = `app${extname(file.path)}`;
    emit(logical, file.contents);
  }
}

function emit(logical, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(logical);
  const hashed = `${basename(logical, extension)}-${hash}${extension}`;
  manifest[logical] = hashed;
  const path = join(dist, hashed);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}

function report() {
  for (const [logical, hashed] of Object.entries(manifest)) {
    const size = (end) => `${(readFileSync(join(dist, hashed + end)).length / 1024).toFixed(1)} KB`;
    console.log(`${logical.padEnd(18)} ${size("").padStart(9)}  gz ${size(".gz").padStart(8)}  br ${size(".br").padStart(8)}`);
  }
}
