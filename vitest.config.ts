import { defineConfig } from "vitest/config";

/**
 * Folders of tests that are asked for by name, `npm run test:views` and so on: what needs a browser, Redis or the image;
 * the laws that call every tool or row; what holds every row against Klaviyo's documents and the vendor's client; what an
 * agency sets.
 */
const APART: Readonly<Record<string, readonly string[]>> = {
  views: ["views"],
  redis: ["redis"],
  image: ["image"],
  laws: ["laws"],
  contract: ["contract"],
  agency: ["team", "mask"],
};

/** What keeps what replicas share: every test of it runs with each. */
const REDIS_PROGRAMS = ["redis-server", "valkey-server"];

const COMMON = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  // Much of it waits for retries and limits: three keep two cores busy.
  maxWorkers: 3,
  // Tests share no state of modules, so a worker reads each of them once.
  isolate: false,
};

export default defineConfig(({ mode }) => ({
  test: {
    ...(mode === "redis" && {
      projects: REDIS_PROGRAMS.map((name) => ({
        test: { ...COMMON, name, include: ["test/redis/**/*.test.ts"], env: { REDIS_PROGRAM: name } },
      })),
    }),
    include: APART[mode]?.map((folder) => `test/${folder}/**/*.test.ts`) ?? ["test/**/*.test.ts"],
    // `--mode all` is for counting them.
    ...(!APART[mode] &&
      mode !== "all" && {
        exclude: [
          "**/node_modules/**",
          ...Object.values(APART)
            .flat()
            .map((folder) => `test/${folder}/**`),
        ],
      }),
    ...COMMON,
    ...(mode === "deep" && { testTimeout: 3_600_000 }),
    ...(mode === "views" && { testTimeout: 60_000 }),
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
