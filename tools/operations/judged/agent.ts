import type { Judged } from "./entry.ts";

/** The customer agent, which talks with customers by itself. All of it is beta. */
export const agent: Judged = {
  update_customer_agent_beta: [
    "publishes",
    "It speaks to customers that way, and hands over by those rules, at once.",
  ],
  update_customer_agent_conversation_beta: [
    "stops",
    "The agent answers the customer no more; closed stays closed.",
  ],
  create_customer_agent_response_beta: [
    "adds",
    "A preview answers only the caller; live, a real customer gets the answer.",
    { when: [{ input: "mode", otherThan: "preview", effects: ["sends"] }] },
  ],

  create_agent_knowledge_beta: ["publishes", "The agent answers customers from it as soon as it is read in."],
  create_agent_knowledge_file_beta: [
    "publishes",
    "The agent answers customers from this file as soon as it is read in.",
  ],
  update_agent_knowledge_beta: [
    ["publishes", "replaces"],
    "The agent answers customers from the new text at once.",
  ],
  delete_agent_knowledge_beta: ["deletes", "The text is gone; the agent answers without it."],

  create_agent_skill_beta: [
    "adds",
    "A draft does nothing; live, the agent acts on customers by it at once.",
    { when: [{ input: "status", otherThan: "draft", effects: ["publishes"] }] },
  ],
  update_agent_skill_beta: [
    "replaces",
    "A live skill acts on customers in the new way at once; a draft does nothing.",
    {
      when: [
        { input: "status", equals: "live", effects: ["publishes"] },
        { input: "status", otherThan: "live", effects: ["stops"] },
      ],
    },
  ],
  delete_agent_skill_beta: [["deletes", "stops"], "The skill is gone; the agent can do it no more."],

  create_agent_tool_beta: [
    ["adds", "forwards"],
    "Skills that use it send what customers tell to its address.",
  ],
  update_agent_tool_beta: [
    "publishes",
    "Live skills use it in the new way at once, and send to another address if one is given.",
    { when: [{ input: "details", given: true, effects: ["forwards"] }] },
  ],
  delete_agent_tool_beta: [["deletes", "stops"], "The tool is gone; skills that use it lose it."],

  create_agent_secret_beta: ["adds", "A secret that no tool uses yet."],
  update_agent_secret_beta: [
    "edits",
    "Tools that use it sign in with the new value; the former one cannot be read back.",
    { when: [{ input: "value", given: true, effects: ["replaces"] }] },
  ],
  delete_agent_secret_beta: ["deletes", "The secret is gone; tools that use it fail."],

  query_customer_agent_values_beta: ["reads", "Only reports numbers of the agent."],
  query_customer_agent_skill_values_beta: ["reads", "Only reports numbers of the agent's skills."],
};
