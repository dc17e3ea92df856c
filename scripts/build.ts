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

/** Node's own HTTP, TLS and crypto are loaded with the module that needs them, not with the file they are bundled in. */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(http|https|http2|crypto)$/ }, ({ path, namespace }) =>
      namespace === "lazy" ? { path, external: true } : { path, namespace: "lazy" },
    );
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path }) => ({
      contents: `module.exports = require("${path}");`,
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
  legalComments: "none",
  plugins: [withoutAjv, lazyBuiltins],
  banner: { js: requireShim },
});
chmodSync("dist/cli.js", 0o755);
