import manifest from "../package.json" with { type: "json" };
import { missingForRelease, REPOSITORY } from "./repository.ts";

// Before a release: says what is missing for one, and exits with 1 when anything is. npm publish runs it first.

const missing = missingForRelease(REPOSITORY, manifest);
for (const line of missing) process.stderr.write(`${line}\n`);
if (missing.length > 0) process.exitCode = 1;
else process.stdout.write("Nothing is missing for a release.\n");
