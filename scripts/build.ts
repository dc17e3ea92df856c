import { chmodSync } from "node:fs";
import { build, type Plugin } from "esbuild";

// Some bundled packages are CommonJS and call require for Node's own modules; in an ES module that has to be made.
const requireShim =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The SDK loads Ajv for a validator that server.ts hands it anyway: a third of the time to start. */
const withoutAjv: Plugin = {
  name: "without-ajv",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/ajv-provider\.js$/ }, () => ({ path: "ajv-provider", namespace: "unused" }));
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: "export class AjvJsonSchemaValidator {}",
    }));
  },
};

await build({
  entryPoints: ["src/cli.ts"],
  outfile: "dist/cli.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minify: true,
  // Names of errors and classes appear in logs.
  keepNames: false,
  legalComments: "none",
  plugins: [withoutAjv],
  banner: { js: requireShim },
});
chmodSync("dist/cli.js", 0o755);
