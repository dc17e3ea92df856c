import { defineConfig } from "vitest/config";

// What `npm run test:mutation` holds every mutant against: tests in this process alone, since a mutant is never built.
// The laws over every operation are left out: each mutant would meet ten thousand of them.
export default defineConfig({
  test: {
    include: [
      "advice",
      "asking",
      "bounds/*",
      "confirmation",
      "connection-choice",
      "drift",
      "filter",
      "former",
      "ids",
      "judged",
      "outcome",
      "path",
      "paths",
      "plan",
      "policy",
      "quote",
      "rate-limit*",
      "request",
      "result",
      "second/arguments",
      "second/connections",
      "structure",
    ].map((name) => `test/${name}.test.ts`),
    exclude: ["test/bounds/{bytes,lines,sessions,doctor}.test.ts"],
    testTimeout: 30_000,
    isolate: false,
  },
});
