import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// What `npm run test:mutation` holds every mutant against: tests in this process alone, since a mutant is never built.
// The laws over every operation are left out: each mutant would meet ten thousand of them.
export default defineConfig({
  resolve: {
    // The tests of the built server have the server of the sources in front of them.
    alias: [
      {
        find: /^\.\/served\.ts$/,
        replacement: fileURLToPath(new URL("test/served-inside.ts", import.meta.url)),
      },
    ],
  },
  test: {
    include: [
      "advice",
      "asking",
      "bounds/*",
      "confirmation",
      "connection-choice",
      "contract/requests",
      "contract/reshaped",
      "drift",
      "excluded",
      "filter",
      "former",
      "gate",
      "ids",
      "input",
      "judged",
      "lost",
      "mistakes",
      "native-body",
      "outcome",
      "paging",
      "path",
      "paths",
      "plan",
      "policy",
      "policy-account",
      "preview",
      "property",
      "quote",
      "rate-limit*",
      "refused",
      "registry",
      "request",
      "result",
      "second/arguments",
      "second/cancelled",
      "second/connections",
      "second/secrets",
      "settled",
      "standing",
      "structure",
      "told-by-whom",
      "undo",
      "unseen",
      "wall-clock",
    ].map((name) => `test/${name}.test.ts`),
    exclude: ["test/bounds/{bytes,lines,sessions,doctor}.test.ts"],
    testTimeout: 30_000,
    isolate: false,
    env: { FC_RUNS: "100" },
  },
});
