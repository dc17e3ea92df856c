import type { Resource, Values } from "../resource.ts";
import type { Kind } from "./kinds.ts";

/** The revisions whose contract is another: what they change and add. */
export const NEXT = "2026-10-15";
export const BETA = "2026-07-15.pre";

/** Which contract a revision is answered by; the empty one is that of 2026-07-15 and all before. */
export function editionOf(revision: string | undefined): string {
  if (revision === NEXT) return NEXT;
  return revision?.endsWith(".pre") ? BETA : "";
}

const said = (resource: Resource) => (resource.attributes._next ?? {}) as Values;

/**
 * Campaigns as a tree of audiences, messages and variations. Both models are of the same resources, so what both say
 * (a name, when it was made) is stored once and under the older name.
 */
const campaigns: Record<string, Partial<Kind>> = {
  campaign: {
    relations: {
      "campaign-audiences": "campaign-audience*!",
      "campaign-messages": "campaign-message*!",
      tags: "tag*",
    },
    names: { id: "#id", name: "name", archived: "archived", builder: "_next.builder" },
    derived: {
      definition: (campaign) => ({
        name: campaign.attributes.name,
        builder: "wizard",
        archived: campaign.attributes.archived ?? false,
        color: null,
        description: null,
        send_settings: null,
        ...said(campaign),
      }),
    },
    ids: "ulid",
    stamps: ["created_at", "updated_at"],
    owns: ["campaign-audiences", "campaign-messages"],
  },
  "campaign-message": {
    names: {
      id: "#id",
      campaign_id: ">campaign",
      name: "_next.name",
      status: "_next.status",
      created: "created_at",
      updated: "updated_at",
    },
    derived: {
      created: (message) => message.attributes.created_at,
      updated: (message) => message.attributes.updated_at,
      definition: said,
    },
    ids: "ulid",
    stamps: ["created_at", "updated_at"],
    owns: ["campaign-variations"],
  },
};

/** What an edition's kinds are besides what the table of facts says. */
export const editionKinds: Record<string, Record<string, Partial<Kind>>> = {
  [NEXT]: campaigns,
  [BETA]: campaigns,
};
