import type { Judgement } from "../../src/tool/effects.ts";
import { agent } from "./judged/agent.ts";
import { beta } from "./judged/beta.ts";
import { campaigns } from "./judged/campaigns.ts";
import { catalogs } from "./judged/catalogs.ts";
import { content } from "./judged/content.ts";
import type { Judged } from "./judged/entry.ts";
import { flows } from "./judged/flows.ts";
import { objects } from "./judged/objects.ts";
import { profiles } from "./judged/profiles.ts";
import { settings } from "./judged/settings.ts";
import { tags } from "./judged/tags.ts";

const GROUPS = [profiles, campaigns, flows, content, catalogs, objects, tags, settings, agent, beta];

/**
 * What each operation that is no GET does, by the row's name. A name that is missing has been judged by nobody, and
 * asks first.
 */
export const judged: ReadonlyMap<string, Judgement> = new Map(GROUPS.flatMap(judgementsOf));

function judgementsOf(group: Judged): [string, Judgement][] {
  return Object.entries(group).map(([name, [effects, why, more]]) => [
    name,
    { effects: typeof effects === "string" ? [effects] : effects, why, ...more },
  ]);
}
