// Bundles one TypeScript module in memory and imports it, so that its pure functions can be tested in node.
import { join } from "node:path";
import { build } from "esbuild";

export async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "../src", path)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
