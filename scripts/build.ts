import { chmodSync, readFileSync } from "node:fs";
import { type BuildOptions, build, type Plugin } from "esbuild";

/** The SDK loads Ajv for a validator that server.ts hands it anyway: a third of the time to start. */
const withoutAjv: Plugin = {
  name: "without-ajv",
  setup({ onLoad }) {
    onLoad({ filter: /\/validation\/ajv-provider\.js$/ }, () => ({
      contents: "export class AjvJsonSchemaValidator {}",
    }));
  },
};

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
    onLoad({ filter: /\/sdk\/dist\/esm\/types\.js$/ }, ({ path }) => ({
      contents:
        whenUsed +
        readFileSync(path, "utf8").replaceAll(
          /^((?:export )?const \w+Schema = )([\s\S]*?);(?=\n[^\s)\]}])/gm,
          "$1/* @__PURE__ */ whenUsed(() => $2);",
        ),
    }));
  },
};

/** Importing node:process calls every getter of process, which loads modules that nothing here needs; the global does not. */
const globalProcess: Plugin = {
  name: "global-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:process$/ }, ({ path }) => ({ path, namespace: "global" }));
    onLoad({ filter: /.*/, namespace: "global" }, () => ({ contents: "export default process;" }));
  },
};

/**
 * What is asked for with import() is kept in the file as text, and compiled when it is first asked for: the sandbox
 * and HTTP are a third of the code, and most starts need neither. Such a part has copies of what it shares with the rest.
 */
const compiledWhenImported: Plugin = {
  name: "compiled-when-imported",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === "dynamic-import" ? { path: `${resolveDir}/${path}`, namespace: "text" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "text" }, async ({ path }) => {
      const part = await build({ ...options, entryPoints: [path], format: "cjs", write: false });
      const source = JSON.stringify(part.outputFiles[0]?.text);
      return {
        contents: `
          const builtin = process.getBuiltinModule;
          const { compileFunction } = builtin("node:vm");
          compileFunction(${source}, ["module", "exports", "require"])(module, exports, builtin);`,
      };
    });
  },
};

const options: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  plugins: [withoutAjv, schemasWhenUsed, globalProcess, compiledWhenImported],
};

await build({
  ...options,
  entryPoints: ["src/cli.ts"],
  outfile: "dist/cli.js",
  format: "esm",
});
chmodSync("dist/cli.js", 0o755);
