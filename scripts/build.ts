import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { wholeOffer } from "../src/offer.ts";
import { writtenOffer, writtenSearch } from "../src/serve/entries.ts";
import { WORDS } from "../tools/operations/words.ts";
import { saidOfBuild } from "./built.ts";
import { bundle } from "./bundle.ts";
import { bundledPackages, NOTICES, noticesOf } from "./notices.ts";
import { viewPage } from "./view-page.ts";

// Writes dist/: the server, and in tools.json what it lists, so that a start reads no declaration and makes no schema.

rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({ ...bundle, metafile: true });
writeFileSync(NOTICES, noticesOf(bundledPackages(metafile)));
chmodSync("dist/cli.js", 0o755);
// Facts are read as they are, and only when a call asks for them.
for (const file of readdirSync("tools/operations").filter((name) => name.endsWith(".jsonl"))) {
  cpSync(`tools/operations/${file}`, `dist/${file}`);
}
cpSync("sandbox/facts/sandbox-facts.jsonl", "dist/sandbox-facts.jsonl");
writeFileSync("dist/view.html", await viewPage());
const offer = wholeOffer(true);
writeFileSync("dist/tools.json", JSON.stringify(writtenOffer(offer)));
writeFileSync("dist/search.json", JSON.stringify(writtenSearch(offer, WORDS)));
const { firstClass, operations } = offer;
const counts = { version: manifest.version, tools: firstClass.length, operations: operations.length };
process.stdout.write(saidOfBuild("dist", counts));
