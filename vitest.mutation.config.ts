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

// What `npm run test:mutation` holds every mutant against: tests in this process alone, since a mutant is never built.
// The laws over every operation are left out: each mutant would meet ten thousand of them. So are the tests of a server
// whose parts have tables: a mutant that survives, or hangs, takes as long as all the tests that it meets.
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
      "argument-at",
      "bounds/*",
      "budget",
      "changed-since",
      "check/*",
      "confirmation",
      "connection-choice",
      "contract/requests",
      "contract/reshaped",
      "cut",
      "drift",
      "dry-run",
      "excluded",
      "filter",
      "former",
      "ids",
      "input",
      "judged",
      "left-out",
      "lost",
      "mistakes",
      "native-body",
      "outcome",
      "paging",
      "passing",
      "path",
      "paths",
      "piece",
      "place",
      "plan",
      "policy",
      "previews",
      "property",
      "question",
      "quote",
      "rate-limit*",
      "refused",
      "registry",
      "request",
      "request-parts",
      "result",
      "second/arguments",
      "second/connections",
      "second/secrets",
      "settled",
      "shaped",
      "standing",
      "starting",
      "structure",
      "targets",
      "told-by-whom",
      "tool/*",
      "undo",
      "unseen",
      "withheld",
    ].map((name) => `test/${name}.test.ts`),
    exclude: ["test/bounds/{bytes,lines,sessions,doctor}.test.ts"],
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: TablesFirst },
    env: { FC_RUNS: "20" },
  },
});
