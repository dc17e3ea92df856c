import { defineConfig } from "vitest/config";

/**
 * Tests that need a browser, Redis or the image, and those that hold every row against Klaviyo's documents and the
 * vendor's client, are asked for by name: `npm run test:views`, `test:redis`, `test:image`, `test:contract`.
 */
const APART = ["views", "redis", "image", "contract"];

export default defineConfig(({ mode }) => ({
  test: {
    include: [APART.includes(mode) ? `test/${mode}/*.test.ts` : "test/**/*.test.ts"],
    ...(!APART.includes(mode) && {
      exclude: ["**/node_modules/**", ...APART.map((folder) => `test/${folder}/**`)],
    }),
    testTimeout: mode === "deep" ? 3_600_000 : mode === "views" ? 60_000 : 30_000,
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
