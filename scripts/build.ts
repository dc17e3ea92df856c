import { chmodSync } from "node:fs";
import { build } from "esbuild";

// Some bundled packages are CommonJS and call require for Node's own modules; in an ES module that has to be made.
const requireShim =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

await build({
  entryPoints: ["src/cli.ts"],
  outfile: "dist/cli.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  legalComments: "none",
  banner: { js: requireShim },
});
chmodSync("dist/cli.js", 0o755);
