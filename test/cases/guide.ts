import type { Case } from "./case.ts";

/** get_guide answers by itself: nothing is sent. */
export const guideCases: readonly Case[] = [
  {
    tool: "get_guide",
    name: "a topic",
    args: { topic: "segments" },
    sent: [],
    reads: { data: { topic: "segments" } },
  },
  {
    tool: "get_guide",
    name: "another topic",
    args: { topic: "send-strategies" },
    sent: [],
    reads: { data: { topic: "send-strategies" } },
  },
];
