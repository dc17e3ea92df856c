import type { Resource, Values } from "../resource.ts";
import { linkTo, made } from "./made.ts";

/** What a campaign's status is of its messages, in the newer model's five words. */
const STATES: [RegExp, string][] = [
  [/^Draft/, "draft"],
  [/^(Scheduled|Preparing to schedule)/, "scheduled"],
  [/^Cancelled/, "cancelled"],
  [/^Sent/, "sent"],
];

/** The state of the messages of a campaign with a status. */
export const stateOf = (status: unknown) =>
  STATES.find(([pattern]) => pattern.test(String(status)))?.[1] ?? "sending";

const STRATEGIES: Record<string, string> = {
  static: "static",
  immediate: "static",
  smart_send_time: "send_time_optimization",
  throttled: "throttled",
};

/**
 * The same campaigns as a tree: each has an audience, each message belongs to it and has a variation that says it.
 * What the older model says of a message stays where it is.
 */
export function growTree(campaigns: readonly Resource[]): Resource[] {
  const messages = new Map(
    campaigns.flatMap((resource) => (resource.type === "campaign-message" ? [[resource.id, resource]] : [])),
  );
  return campaigns.flatMap((campaign) => {
    if (campaign.type !== "campaign") return [];
    const { name, audiences, created_at, updated_at } = campaign.attributes;
    const stamps = { created: created_at, updated: updated_at };
    const audience = made(
      "campaign-audience",
      campaign.id.replace(/^../, "0A"),
      { ...stamps, definition: { name: `Audience of ${name}`, priority: 1, ...(audiences as Values) } },
      { campaign: linkTo("campaign", campaign.id) },
    );
    const links = [campaign.relationships["campaign-messages"] ?? []].flat();
    const variations = links.flatMap(({ id }) => {
      const message = messages.get(id);
      if (!message) return [];
      message.attributes._next = messageOf(campaign, message);
      // The list itself, for tags are put on campaigns later.
      message.relationships.tags = campaign.relationships.tags ?? [];
      message.relationships["campaign-audience"] = linkTo("campaign-audience", audience.id);
      return made(
        "campaign-variation",
        id.replace(/^../, "0V"),
        { ...stamps, definition: { name: message.attributes._label ?? name, details: detailsOf(message) } },
        { "campaign-message": linkTo("campaign-message", id), image: message.relationships.image ?? null },
      );
    });
    return [audience, ...variations];
  });
}

function messageOf({ attributes }: Resource, message: Resource): Values {
  const tracking = (attributes.tracking_options ?? {}) as Values;
  const options = (attributes.send_options ?? {}) as Values;
  const strategy = (attributes.send_strategy ?? {}) as Values;
  return {
    name: (message.attributes.definition as Values).label ?? attributes.name,
    status: stateOf(attributes.status),
    tracking_options: {
      is_add_utm: tracking.add_tracking_params ?? null,
      is_tracking_opens: tracking.is_tracking_opens ?? null,
      is_tracking_clicks: tracking.is_tracking_clicks ?? null,
    },
    send_options: {
      send_time: attributes.scheduled_at ?? attributes.send_time ?? null,
      send_times: null,
      send_strategy: STRATEGIES[String(strategy.method)] ?? "content_variation",
      recipient_percentage: null,
      throttling_type: options.use_smart_sending ? "throttle-for-campaigns" : "none",
      throttle_unit: null,
      is_ignoring_unsubscribes: false,
    },
    ab_test: null,
  };
}

/** A message's words as those of its one variation. */
function detailsOf(message: Resource): Values {
  const { channel, content } = message.attributes.definition as { channel: string; content?: Values | null };
  const template = [message.relationships.template ?? []].flat()[0];
  return {
    channel: channel === "mobile_push" ? "push" : channel,
    ...content,
    ...(channel === "email" && { template_id: template?.id ?? null }),
  };
}
