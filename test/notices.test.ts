import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { bundle } from "../scripts/bundle.ts";
import { bundledPackages, NOTICES } from "../scripts/notices.ts";
import { licenceOf, packagesIn, versionOf } from "./packages.ts";

it("the notices name every package of which something is inside, with its version and its licence's text", async () => {
  const { metafile } = await build({ ...bundle, write: false, metafile: true });
  const names = packagesIn(metafile);
  const notices = readFileSync(NOTICES, "utf8");
  expect(names).toEqual(expect.arrayContaining(["@modelcontextprotocol/sdk", "zod"]));
  for (const name of names) {
    expect(notices).toContain(`\n${name} ${versionOf(name)} (`);
    expect(notices).toContain(licenceOf(name));
  }
  expect(notices.match(/^\S+ \d[\w.-]* \(.+\)$/gm)).toHaveLength(names.length);
});

it("a package that could not be passed on is refused", () => {
  const root = mkdtempSync(join(tmpdir(), "klaviyo-notices-"));
  const folder = join(root, "node_modules/unlicensed");
  mkdirSync(folder, { recursive: true });
  const output = {
    inputs: { [`${folder}/index.js`]: { bytesInOutput: 1 } },
    bytes: 1,
    imports: [],
    exports: [],
  };
  const bundled = () => bundledPackages({ inputs: {}, outputs: { "dist/cli.js": output } });
  const written = { name: "unlicensed", version: "1.0.0", license: "MIT" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(written));
  expect(bundled).toThrow("unlicensed is bundled without licence");
  writeFileSync(join(folder, "LICENCE.md"), "Do as you like.");
  expect(bundled()).toEqual([{ ...written, texts: ["Do as you like."] }]);
  rmSync(root, { recursive: true });
});
