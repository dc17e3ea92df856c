import { label, moment } from "../../draw/wording.ts";
import { isObject } from "../../text.ts";
import { el, facts, left, written } from "./elements.ts";
import type { Scene } from "./scene.ts";

/** More than this of what was changed is in the conversation. */
const MOST_FACTS = 8;
const DECLINED = "declined";

/** What came of a change that somebody agreed to elsewhere; undefined where nothing was changed. */
export function changed({ tool, answer }: Scene): HTMLElement | undefined {
  const { data, hint, status } = answer;
  if (!tool.changes || "dry_run" in answer) return undefined;
  const known = Object.entries(isObject(data) ? data : {})
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value))
    .slice(0, MOST_FACTS);
  return el(
    "article",
    {},
    el("p", { class: "kicker" }, status === DECLINED ? "Nothing was sent" : "What came of it"),
    el("h1", {}, written(tool.title)),
    facts(known.map(([name, value]) => [label(name), written(moment(String(value)), 300)])),
    typeof hint === "string" && el("p", { class: "soft" }, written(hint, 600)),
    left(answer),
  );
}
