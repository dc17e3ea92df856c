import type { Link, Resource } from "../resource.ts";
import { type Audience, LIST_IDS } from "./audiences.ts";
import { type Clock, DAY, HOUR, MINUTE, toIso } from "./clock.ts";
import { SENDER, SHOP_URL } from "./organization.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";
import { SEGMENT_IDS } from "./segments.ts";
import {
  addStatistics,
  type Channel,
  type Mailing,
  type PostOffice,
  type Statistics,
  startStatistics,
} from "./sending.ts";

const GROUPS = { ...LIST_IDS, ...SEGMENT_IDS };
type Strategy = "static" | "immediate" | "smart_send_time" | "throttled" | "ab_test_campaign";

/**
 * Name, channel, status, days ago it was or will be sent, audience, excluded, strategy, subject or text. Sent campaigns
 * stand oldest first: an unsubscription must hold for all that was sent after it.
 */
const TABLE = `
Gift Guide | email | Sent | 230 | newsletter | | static | Gifts for people who own a headlamp
Clearance Week | email | Sent | 204 | newsletter | wholesale | immediate | Clearance Week: 30% off layers
Clearance Week last call | sms | Sent | 203 | sms | | immediate | Last hours: 30% off. {{ shop_url }}
Newsletter: old trails | email | Sent | 171 | newsletter | | smart_send_time | New boots, old trails
Winter Collection | email | Sent | 142 | newsletter | | throttled | The Winter Collection is here
Trail Club: mud season | email | Sent | 110 | trail | | static | Mud season, and how to love it
Spring Preview, subject test | email | Sent | 88 | newsletter | | ab_test_campaign | A first look at spring
Wholesale line sheet | email | Sent | 67 | wholesale | | static | The new line sheet is here
Trail Club: race calendar | email | Sent | 48 | trail | | static | Twelve races worth the drive
VIP pre-sale | email | Sent | 33 | vip | | static | You are in first: the VIP pre-sale
App: flash sale | mobile_push | Sent | 26 | vip | | immediate | Two hours only: 20% off packs
Rain or shine | email | Sent | 19 | trail | wholesale | smart_send_time | Rain or shine, you are covered
Weekend SMS | sms | Sent | 12 | sms | | static | This weekend: free shipping. {{ shop_url }}
VIP thank-you | email | Sent | 6 | vip | | static | A small thank-you from Burlington
New Arrivals: footwear | email | Sent | 4 | newsletter | wholesale | static | Fresh tread: new arrivals
Restock alert | sms | Sent | 3 | sms | | immediate | The Fjord parka is back. {{ shop_url }}
Trail Club: this week | email | Sent | 2 | trail | | ab_test_campaign | Three loops for this week
Midweek deals | email | Sending | 0 | newsletter | lapsing | throttled | Midweek deals inside
Spring Sale 2024 | email | Draft | 5 | newsletter | | immediate | Spring Sale: 20% off the whole trail
Untitled campaign | email | Draft | 2 | engaged | | immediate |
Member survey | email | Draft | -6 | engaged vip | wholesale | static | Two minutes for better gear?
SMS draft – no text yet | sms | Draft | 1 | sms | | immediate |
App: new tents (draft) | mobile_push | Draft | 3 | vip | | immediate | New tents have landed
Season Kickoff | email | Scheduled | -2 | newsletter | lapsing | static | The season starts on the trail
Canada: long weekend | email | Scheduled | -9 | canada | | smart_send_time | Made for the long weekend
Season Kickoff SMS | sms | Scheduled | -3 | sms | | static | The season starts today. {{ shop_url }}
For Dad, "the trail boss" | email | Cancelled | 20 | newsletter | | static | For Dad, the trail boss
Waitlist opener | email | Cancelled: No Recipients | 5 | waitlist | | static | You are off the waitlist
Gold offer, old rules | email | Cancelled: Misconfigured | 61 | gold | | immediate | Gold members only
Autumn teaser | email | Preparing to schedule | -60 | engaged repeat | | static | Something for colder days`;

interface Row {
  name: string;
  channel: Channel;
  status: string;
  days: number;
  included: string[];
  excluded: string[];
  strategy: Strategy;
  text: string | null;
}

function readTable(table: string): Row[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", channel, status = "", days, included, excluded, strategy, text] =
        line.split(/ ?\| ?/);
      return {
        name,
        channel: channel as Channel,
        status,
        days: Number(days),
        included: readGroups(included),
        excluded: readGroups(excluded),
        strategy: strategy as Strategy,
        text: text || null,
      };
    });
}

function readGroups(names = ""): string[] {
  return names
    .split(" ")
    .filter(Boolean)
    .map((name) => GROUPS[name as keyof typeof GROUPS]);
}

/** Whoever drafted it switched its UTM parameters off. */
export const UNTRACKED = "Gear swap night";

const KNOWN_IDS: Record<string, string> = { "Spring Sale 2024": "01GDDKASAP8TKDDA2GRZDSVP4I" };

/** The campaigns with their messages. Sending the sent ones is what gives them their figures. */
export function seedCampaigns(
  audiences: readonly Audience[],
  templates: readonly Resource[],
  post: PostOffice,
  clock: Clock,
  table = TABLE,
  seed = "campaigns",
): Resource[] {
  const random = new Random(seed);
  return readTable(table).flatMap((row, index) => {
    const { name, channel, status, days, strategy } = row;
    const id = KNOWN_IDS[name] ?? random.ulid();
    const isDraft = status === "Draft";
    // Ten in the morning or later in New York; a campaign that is going out now began shortly before the present.
    const hour = (14 + (index % 5)) * HOUR;
    const sendAt =
      status === "Sending" ? clock.now - 20 * MINUTE : clock.daysAgo(days >= 0 ? days + 1 : days) + hour;
    const createdAt = Math.min(sendAt, clock.now) - random.between(2, 9) * DAY;
    const updatedAt = createdAt + 44 * HOUR;
    const messages = Array.from(
      { length: strategy === "ab_test_campaign" ? 2 : 1 },
      (_, version): Resource => {
        const template =
          row.text && channel === "email" ? templates[(index + version) % templates.length] : undefined;
        const text = row.text && version === 1 ? `${row.text} 🥾` : row.text;
        return {
          type: "campaign-message",
          id: random.ulid(),
          attributes: {
            definition: defineMessage(channel, version === 0 ? name : `${name} (B)`, text),
            send_times: isDraft ? [] : [{ datetime: toIso(sendAt), is_local: false }],
            created_at: toIso(createdAt),
            updated_at: toIso(updatedAt),
          },
          relationships: {
            campaign: { type: "campaign", id },
            template: template ? linkTo(template) : null,
            image: null,
          },
        };
      },
    );
    const campaign: Resource = {
      type: "campaign",
      id,
      attributes: {
        name,
        status,
        archived: days > 200,
        audiences: { included: row.included, excluded: row.excluded },
        send_options: {
          use_smart_sending: channel !== "mobile_push",
          ...(channel === "email" && { ignore_unsubscribes: false }),
        },
        tracking_options: writeTracking(channel, name !== UNTRACKED),
        send_strategy: writeStrategy(strategy, sendAt),
        created_at: toIso(createdAt),
        scheduled_at: isDraft ? null : toIso(updatedAt),
        updated_at: toIso(updatedAt),
        send_time: isDraft ? null : toIso(sendAt),
      },
      relationships: { "campaign-messages": messages.map(linkTo), tags: [] },
    };
    if (status === "Sent") {
      const reached = audiences.filter((audience) => row.included.includes(audience.id));
      const members = reached
        .flatMap((audience) => audience.members)
        .filter(({ joinedAt }) => joinedAt <= sendAt);
      const people = members.map((member) => member.person);
      campaign.attributes._statistics = send(row, campaign.id, messages, people, sendAt, post);
    }
    return [campaign, ...messages, ...jobsOf(campaign)];
  });
}

const SEND_JOBS: Record<string, string> = { Sent: "complete", Scheduled: "complete", Sending: "processing" };

/** The jobs that brought a campaign where it is; each has the campaign's id. */
function jobsOf({ id, attributes }: Resource): Resource[] {
  const status = SEND_JOBS[String(attributes.status)];
  const { recipients } = (attributes._statistics ?? {}) as Partial<Statistics>;
  const parts: [type: string, held: Record<string, unknown> | undefined][] = [
    ["campaign-send-job", status ? { status } : undefined],
    ["campaign-recipient-estimation-job", recipients === undefined ? undefined : { status: "complete" }],
    [
      "campaign-recipient-estimation",
      recipients === undefined ? undefined : { estimated_recipient_count: recipients },
    ],
  ];
  return parts.flatMap(([type, held]) => (held ? [{ type, id, attributes: held, relationships: {} }] : []));
}

function linkTo({ type, id }: Resource): Link {
  return { type, id };
}

/** Sends to the people, in turn when there are versions to compare; answers the figures of all versions together. */
function send(
  { name, channel, text }: Row,
  messageId: string,
  messages: readonly Resource[],
  people: readonly Person[],
  at: number,
  post: PostOffice,
): Statistics {
  const mailings = messages.map((message): Mailing => {
    const statistics = startStatistics();
    message.attributes._statistics = statistics;
    return { channel, messageId, flowId: null, name, subject: text ?? "", statistics };
  });
  for (const [turn, person] of people.entries()) {
    const mailing = mailings[turn % mailings.length];
    if (mailing) post.deliver(mailing, person, at);
  }
  return addStatistics(mailings.map((mailing) => mailing.statistics));
}

function writeTracking(channel: Channel, add_tracking_params: boolean): object | null {
  if (channel === "mobile_push") return null;
  const params = { add_tracking_params, custom_tracking_params: [] };
  return channel === "email" ? { ...params, is_tracking_clicks: true, is_tracking_opens: true } : params;
}

function writeStrategy(method: Strategy, sendAt: number): object {
  const datetime = toIso(sendAt);
  if (method === "static") return { method, datetime, options: { is_local: false } };
  if (method === "smart_send_time") return { method, date: datetime.slice(0, 10) };
  if (method === "throttled") return { method, datetime, throttle_percentage: 25 };
  return { method };
}

function defineMessage(channel: Channel, label: string, text: string | null): object {
  if (channel === "sms") {
    const options = {
      shorten_links: true,
      add_org_prefix: true,
      add_info_link: true,
      add_opt_out_language: false,
    };
    return { channel, content: { body: text, media_url: null }, render_options: options };
  }
  if (channel === "mobile_push") {
    return {
      channel,
      notification_type: "standard",
      content: { title: "Northwind", body: text, dynamic_image: null, action_buttons: null },
      kv_pairs: null,
      options: { on_open: { type: "open_app" }, badge: { display: false }, play_sound: true },
    };
  }
  return {
    channel,
    label,
    content: {
      subject: text,
      preview_text: text && `See it all at ${SHOP_URL.replace("https://", "")}`,
      from_email: SENDER.email,
      from_label: SENDER.label,
      reply_to_email: null,
      cc_email: null,
      bcc_email: null,
    },
  };
}
