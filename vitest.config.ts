import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === "views" ? "test/views/*.test.ts" : "test/**/*.test.ts"],
    // They need a browser: `npm run test:views`.
    ...(mode !== "views" && { exclude: ["**/node_modules/**", "test/views/**"] }),
    testTimeout: mode === "deep" ? 3_600_000 : 30_000,
    hookTimeout: 30_000,
    // Much of it waits for retries and limits: three keep two cores busy.
    maxWorkers: 3,
    // Tests share no state of modules, so a worker reads each of them once.
    isolate: false,
    // `npm run test:deep`: a hundred times the cases, and others each time.
    ...(mode === "deep" && {
      env: {
        DEEP: "true",
        FC_RUNS: "100000",
        FUZZ_CASES: "100000",
        FC_SEED: String(Date.now() % 1_000_000_000),
      },
    }),
  },
}));
