import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { wholeOffer } from "../src/offer.ts";
import { writtenOffer } from "../src/serve/entries.ts";
import { bundle } from "./bundle.ts";

// Writes dist/: the server, and in tools.json what it lists, so that a start reads no declaration and makes no schema.

rmSync("dist", { recursive: true, force: true });
await build(bundle);
chmodSync("dist/cli.js", 0o755);
writeFileSync("dist/tools.json", JSON.stringify(writtenOffer(wholeOffer())));
