import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import type { BuildOptions, Plugin } from "esbuild";

/** The SDK loads Ajv for a validator that server.ts hands it anyway: a tenth of the time to start. */
const withoutAjv: Plugin = {
  name: "without-ajv",
  setup({ onLoad }) {
    onLoad({ filter: /\/validation\/ajv-provider\.js$/ }, () => ({
      contents: "export class AjvJsonSchemaValidator {}",
    }));
  },
};

/** The SDK takes schemas of two zods; it gets none from us, and the older zod is loaded with the first call. */
const withoutOlderZod: Plugin = {
  name: "without-older-zod",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(zod\/v3|zod-to-json-schema)$/ }, ({ path, importer }) =>
      importer.includes("/@modelcontextprotocol/sdk/") ? { path, namespace: "unused" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: "export const object = undefined, zodToJsonSchema = undefined;",
    }));
  },
};

/** The proxy's agent can say on stderr what it does, for its own authors. */
const withoutDebug: Plugin = {
  name: "without-debug",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, ({ path }) => ({ path, namespace: "silent" }));
    onLoad({ filter: /.*/, namespace: "silent" }, () => ({
      contents: "export default () => () => undefined;",
    }));
  },
};

/** Packages in the older module format ask for Node's own parts by `require`, which a file of dist/ does not have. */
const nodesOwnParts: Plugin = {
  name: "nodes-own-parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === "require-call" && isBuiltin(path) ? { path, namespace: "nodes-own" } : undefined,
    );
    onLoad({ filter: /./, namespace: "nodes-own" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** Fewer than this, and a release of the SDK has other line breaks: a start would quietly take a fifth longer. */
const LEAST_SCHEMAS = 100;

/**
 * The SDK makes a schema for every message of the protocol, the client's too: the largest part of a start. Here one is
 * made when it is first looked into, and those that nothing refers to are left out.
 */
const schemasWhenUsed: Plugin = {
  name: "schemas-when-used",
  setup({ onLoad }) {
    const whenUsed = `
      const whenUsed = /* @__PURE__ */ (make) => {
        let made;
        const schema = () => (made ??= make());
        return new Proxy({}, { get: (_, key) => schema()[key], has: (_, key) => key in schema() });
      };
      `;
    onLoad({ filter: /\/sdk\/dist\/esm\/types\.js$/ }, ({ path }) => {
      let count = 0;
      const contents = readFileSync(path, "utf8").replaceAll(
        /^((?:export )?const \w+Schema = )([\s\S]*?);(?=\n[^\s)\]}])/gm,
        (_, declared: string, made: string) => {
          count += 1;
          return `${declared}/* @__PURE__ */ whenUsed(() => ${made});`;
        },
      );
      if (count < LEAST_SCHEMAS) throw new Error(`only ${count} schemas were found in ${path}`);
      return { contents: whenUsed + contents };
    });
  },
};

/** How src/cli.ts becomes dist/: cli.js, and beside it the parts that are loaded when they are asked for. */
export const bundle: BuildOptions = {
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  legalComments: "none",
  // Its other build asks for its parts by names that only run time knows.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  plugins: [withoutAjv, withoutOlderZod, withoutDebug, nodesOwnParts, schemasWhenUsed],
};
