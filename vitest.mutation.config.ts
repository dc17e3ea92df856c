import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tables of pure parts come first: what they find out in a moment need not wait for a server. */
class TablesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const withServer = ({ moduleId }: TestSpecification) =>
      /\/(?:client|in-process|every-call|mistakes-table|inside)\.ts"/.test(readFileSync(moduleId, "utf8"));
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !withServer(file)), ...sorted.filter(withServer)];
  }
}

// What `npm run test:mutation` holds every mutant against: the tables of the pure parts, in this process, since a mutant
// is never built. The laws over every tool and operation and the tests of a server are left out, as each mutant would meet
// hundreds of them, and one that survives or hangs takes as long as all the tests that it meets: the score is a lower bound.
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
      "argument-at",
      "ask/*",
      "bounds/call-time",
      "bounds/refusals",
      "bounds/texts",
      "bounds/windows",
      "budget",
      "campaigns-apart",
      "changed-since",
      "check/*",
      "confirmation",
      "contract/reshaped",
      "cut",
      "drift",
      "filter",
      "former",
      "gateway/*",
      "ids",
      "names-beside",
      "outcome",
      "passing",
      "path",
      "piece",
      "place",
      "plan",
      "policy",
      "previews",
      "question",
      "quote",
      "rate-limit",
      "rate-limit-answers",
      "rate-limit-closed",
      "registry",
      "request",
      "request-parts",
      "result",
      "second/arguments",
      "shaped",
      "starting",
      "structure",
      "targets",
      "tool/*",
      "unseen",
      "wire/*",
    ].map((name) => `test/${name}.test.ts`),
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: TablesFirst },
    env: { FC_RUNS: "20" },
  },
});
