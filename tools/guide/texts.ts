import type { GuideTexts } from "../../src/tool/guide.ts";
import { FIXED, KINDS } from "./kinds.ts";
import { PROMPTS } from "./prompts.ts";
import { TOPICS } from "./topics.ts";

/** What cli hands to the server for prompts, resources and completions. */
export const GUIDE: GuideTexts = { topics: TOPICS, prompts: PROMPTS, kinds: KINDS, fixed: FIXED };
