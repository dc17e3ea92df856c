import { chmodSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { entryOf } from "../src/serve/entries.ts";
import type { Tool } from "../src/tool/tool.ts";
import { offerOf } from "../tools/offer.ts";
import { bundle } from "./bundle.ts";

// Writes dist/: the server, and in tools.json what it lists, so that a start reads no declaration and makes no schema.

rmSync("dist", { recursive: true, force: true });
await build(bundle);
chmodSync("dist/cli.js", 0o755);
const named = ({ name, aka, toolset, impact }: Tool) => ({ name, aka, toolset, impact });
const offer = offerOf(false);
const beta = offerOf(true).rows.slice(offer.rows.length);
writeFileSync(
  "dist/tools.json",
  JSON.stringify({
    firstClass: offer.firstClass.map(entryOf),
    rows: offer.rows.map(named),
    beta: beta.map(named),
    core: offer.core,
  }),
);
for (const file of ["klaviyo.jsonl", "klaviyo-beta.jsonl", "klaviyo-shapes.jsonl"]) {
  copyFileSync(`tools/operations/${file}`, `dist/${file}`);
}
