import { EFFECTS, type Effect, impactFrom } from "../../src/tool/effects.ts";

const MEANS: Readonly<Record<Effect, string>> = {
  reads: "shows something, and changes nothing",
  sends: "people get a message",
  publishes: "what customers see or get changes at once: a live flow, a form, a shared block",
  stops: "what was to run or go out does not",
  deletes: "something is gone for good",
  forwards: "data of customers goes to an address or a company outside",
  identity: "records of people are joined, or become another person's",
  replaces: "what stood there is overwritten, and not kept",
  consent: "whom marketing may reach changes",
  starts: "flows that send can begin for these people",
  adds: "something new that nothing uses yet",
  edits: "something changes that can be changed back",
};

/** What each effect means, and which ask by themselves. */
export function effectTable(): string {
  const rows = EFFECTS.map((effect) => {
    const asks = impactFrom({ effects: [effect], why: "" }) === "dangerous" ? "yes" : "";
    return `| ${effect} | ${MEANS[effect]} | ${asks} |`;
  });
  return ["| effect | what it means | asks first |", "|---|---|---|", ...rows].join("\n");
}
