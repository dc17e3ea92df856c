import { GatewayError } from "../../src/errors.ts";
import { isObject, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { campaignMessages } from "../campaign-messages.ts";
import { campaigns } from "../campaigns.ts";
import { lists } from "../lists.ts";
import { operationNamed } from "../operations/tools.ts";
import { flag, id } from "../params.ts";
import { profiles } from "../profiles.ts";
import { segments } from "../segments.ts";
import { overInWords, strategyInWords } from "../structures/campaign-schedule.ts";
import { leftIn, partsOf, variablesIn } from "../structures/message-parts.ts";
import { templates } from "../templates.ts";
import { audience, EDITOR, MOST_COUNTED, valuesOf } from "./audiences.ts";

type Values = Record<string, unknown>;

/** Of a text so many characters are shown, and of links and images so many. */
const TEXT_CHARS = 900;
const MOST_LISTED = 8;
/** Of html, where it is asked for: the rest comes in pieces from render_template. */
const HTML_CHARS = 20_000;

async function audiencesOf(context: WorkflowContext, { audiences }: Values): Promise<Values> {
  const { included, excluded } = isObject(audiences) ? audiences : {};
  const sides = { included: [included ?? []].flat(), excluded: [excluded ?? []].flat() };
  const found: Record<string, Values[]> = {};
  let read = 0;
  for (const [side, ids] of Object.entries(sides)) {
    found[side] = [];
    for (const one of ids) {
      found[side].push(await audience(context, textOf(one), read < MOST_COUNTED));
      read += 1;
    }
  }
  return found;
}

/**
 * Whom the message is shown for: what a template can say of them, and who that is in words. A template can take apart
 * what it says: where persons are masked it is filled in with what stands for them.
 */
async function reader(context: WorkflowContext, profile_id: unknown): Promise<[who: string, known: Values]> {
  if (profile_id === undefined)
    return ["somebody of whom nothing is known but an address", { email: "somebody@example.com" }];
  const { id, email, phone_number, properties, ...person } = valuesOf(
    context.shown(profiles.get_profile, await context.call(profiles.get_profile, { profile_id })),
  );
  const own = { ...(isObject(properties) && properties), ...person, email, phone_number };
  return [textOf(email ?? phone_number ?? id), { ...own, person: own }];
}

interface Message {
  id: string;
  content: Values;
  channel: string;
  template: Values | undefined;
}

/** The first of a campaign's messages, and how many it has. */
function messagesIn(document: unknown): { message?: Message; many: number } {
  const { data, included } = isObject(document) ? document : {};
  const all = [data ?? []].flat().filter(isObject);
  const [first] = all;
  if (!first) return { many: 0 };
  const attributes = isObject(first.attributes) ? first.attributes : {};
  const definition = isObject(attributes.definition) ? attributes.definition : attributes;
  const { template: linked } = isObject(first.relationships) ? first.relationships : {};
  const { id: own } = isObject(linked) && isObject(linked.data) ? linked.data : {};
  const template = [included ?? []]
    .flat()
    .find((one) => isObject(one) && one.type === "template" && (own === undefined || one.id === own));
  return {
    message: {
      id: textOf(first.id),
      channel: textOf(definition.channel),
      content: isObject(definition.content) ? definition.content : {},
      template: isObject(template) ? { id: template.id, ...(template.attributes as Values) } : undefined,
    },
    many: all.length,
  };
}

const readVariations = () => operationNamed("get_variations_for_campaign_message");

/**
 * What the variations of an A/B test say; nothing where there is one, or where they cannot be read: only Klaviyo's newer
 * model tells of them, and a message of the older one is whole without it.
 */
async function variationsOf(context: WorkflowContext, { id, channel }: Message): Promise<Values[]> {
  if (channel !== "email") return [];
  try {
    const document = await context.call(readVariations(), {
      campaign_message_id: id,
      fields: ["definition"],
    });
    const data = isObject(document) && Array.isArray(document.data) ? document.data : [];
    if (data.length < 2) return [];
    return data.map((one) => {
      const { name, details } = (valuesOf({ data: one }).definition ?? {}) as Values;
      const { channel: _, ...said } = isObject(details) ? details : {};
      return { name, ...said };
    });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return [];
  }
}

const listed = <T>(all: readonly T[]) => (all.length > MOST_LISTED ? all.slice(0, MOST_LISTED) : all);

/** What the message is for this reader, and what of it is not shown. */
async function rendered(
  context: WorkflowContext,
  { content, template }: Message,
  known: Values,
  html: boolean,
) {
  const said = ["subject", "preview_text", "title", "body"].map((name) => textOf(content[name])).join("\n");
  const source = template ? `${said}\n${textOf(template.html)}\n${textOf(template.text)}` : said;
  const variables = variablesIn(source, known);
  const filled = template
    ? valuesOf(await context.call(templates.render_template, { template_id: template.id, context: known }))
    : undefined;
  const whole = textOf(filled?.html);
  const parts = whole
    ? await partsOf(whole)
    : { text: textOf(filled?.text ?? content.body), links: [], images: [] };
  const cut = parts.text.length > TEXT_CHARS;
  const many = parts.links.length > MOST_LISTED || parts.images.length > MOST_LISTED;
  const left = template ? leftIn(`${whole}\n${parts.text}`) : [];
  return {
    shown: {
      text: cut ? `${parts.text.slice(0, TEXT_CHARS).toWellFormed()}…` : parts.text,
      ...(parts.links.length > 0 && { links: listed(parts.links) }),
      ...(parts.images.length > 0 && { images: listed(parts.images) }),
      ...(Object.keys(variables.used).length > 0 && { variables: variables.used }),
      ...(variables.empty.length > 0 && { empty: variables.empty }),
      ...(left.length > 0 && { not_filled_in: listed(left) }),
      ...(html && whole && { html: whole.slice(0, HTML_CHARS).toWellFormed() }),
    },
    omitted: [
      ...(cut ? [`The text has ${parts.text.length} characters; html: true shows all.`] : []),
      ...(html && whole.length > HTML_CHARS
        ? [
            `The html has ${whole.length} characters: render_template with template_id ${JSON.stringify(template?.id)} and fields ["html@${HTML_CHARS}"] goes on.`,
          ]
        : []),
      ...(many ? [`There are ${parts.links.length} links and ${parts.images.length} images.`] : []),
    ],
  };
}

export const previewCampaign = section("campaigns", {
  preview_campaign: job({
    title: "Preview a campaign",
    description:
      "What a campaign will be: when, to whom and how many, subject, sender, text, links, images and variables, as one person (or somebody of whom nothing is known) gets it.",
    inputSchema: { campaign_id: id, profile_id: id.optional(), html: flag },
    judgement: READS,
    view: true,
    onKlaviyo: true,
    get uses() {
      return [
        campaigns.get_campaign,
        campaignMessages.get_messages_for_campaign,
        lists.get_list,
        segments.get_segment,
        profiles.get_profile,
        templates.render_template,
        readVariations(),
      ];
    },
    async run(context, { campaign_id, profile_id, html }) {
      const campaign = valuesOf(await context.call(campaigns.get_campaign, { campaign_id }));
      context.progress(1, 4, "campaign read");
      const asked = {
        campaign_id,
        include: ["template"],
        fields: ["definition", "template:html", "template:text", "template:name"],
      };
      const read = await context.call(campaignMessages.get_messages_for_campaign, asked);
      const { message, many } = messagesIn(read);
      const variations = message ? await variationsOf(context, message) : [];
      context.progress(2, 4, "message read");
      const [who, known] = await reader(context, profile_id);
      const audiences = await audiencesOf(context, campaign);
      context.progress(3, 4, "audiences read");
      const account = await context.account(undefined);
      const shown = message && (await rendered(context, message, known, html === true));
      const { subject, preview_text, title, from_label, from_email } = message?.content ?? {};
      const from = [from_label, from_email && `<${textOf(from_email)}>`].filter(Boolean).join(" ");
      const lacks = message?.channel === "email" && !message.template;
      const data = {
        id: campaign_id,
        name: campaign.name,
        status: campaign.status,
        channel: message?.channel,
        when: strategyInWords(campaign.send_strategy, account?.timezone, campaign.send_time),
        ...audiences,
        subject,
        preview_text,
        title,
        ...(from && { from }),
        ...(variations.length > 0 && { variations }),
        ...(message && { for: who, ...shown?.shown }),
        editor: `${EDITOR}/${textOf(campaign_id)}/wizard`,
      };
      const omitted = [
        ...(shown?.omitted ?? []),
        ...(many > 1
          ? [`It has ${many} messages: the first is shown, get_messages_for_campaign has all.`]
          : []),
      ];
      const over =
        campaign.status === "Draft" ? overInWords(campaign.send_strategy, context.date()) : undefined;
      const hints = [
        ...(over ? [over] : []),
        ...(lacks ? ["It has no template yet: assign_template_to_campaign_message gives it one."] : []),
        ...(variations.length > 0
          ? [
              `It is an A/B test: subject and text are of the first of its ${variations.length} variations; render_template shows the template of another.`,
            ]
          : []),
        ...(message ? [] : ["It has no message yet."]),
      ];
      return {
        data,
        ...(omitted.length > 0 && { omitted: omitted.join(" ") }),
        ...(hints.length > 0 && { hint: hints.join(" ") }),
      };
    },
  }),
});
