import { agency } from "./agency.ts";
import { daily } from "./daily.ts";
import { drafts } from "./drafts.ts";
import { imports } from "./imports.ts";
import type { Job } from "./job.ts";
import { large } from "./large.ts";
import { messages } from "./messages.ts";
import { morning } from "./morning.ts";
import { people } from "./people.ts";
import { reports } from "./reports.ts";
import { shop } from "./shop.ts";

/** Every job, by number. */
export const JOBS: readonly Job[] = [
  ...daily,
  ...drafts,
  ...imports,
  ...people,
  ...reports,
  ...shop,
  ...messages,
  ...morning,
  ...large,
  ...agency,
].sort((a, b) => a.number - b.number);
