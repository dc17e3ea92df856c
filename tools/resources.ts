import type { ResourceType } from "../src/tool/tool.ts";
import { ACTION_FIELDS, BADGE_OPTIONS, MESSAGE_FIELDS } from "./structures/flow-fields.ts";

// The resource types of Klaviyo's revision 2026-07-15: what can be asked for, what a page of them shows, what is
// heavy. `type` and `id` are always there and not repeated here.

const CONSENT = "can_receive,consent,consent_timestamp,created_timestamp,last_updated,metadata,valid_until";

export const profile: ResourceType = {
  type: "profile",
  attributes: [
    ..."email phone_number external_id first_name last_name organization locale title image".split(" "),
    ..."created updated last_event_date properties".split(" "),
    "location.{address1,address2,city,country,ip,latitude,longitude,region,timezone,zip}",
    "subscriptions.email.marketing.{can_receive_email_marketing,consent,consent_timestamp,custom_method_detail,double_optin,last_updated,list_suppressions,method,method_detail,suppression}",
    `subscriptions.email.open_tracking.{${CONSENT}}`,
    "subscriptions.mobile_push.marketing.{can_receive_push_marketing,consent,consent_timestamp}",
    "subscriptions.sms.marketing.{can_receive_sms_marketing,consent,consent_timestamp,last_updated,method,method_detail}",
    "subscriptions.sms.transactional.{can_receive_sms_transactional,consent,consent_timestamp,last_updated,method,method_detail}",
    `subscriptions.whatsapp.conversational.{${CONSENT},phone_number}`,
    `subscriptions.whatsapp.marketing.{${CONSENT},phone_number}`,
    `subscriptions.whatsapp.transactional.{${CONSENT},phone_number}`,
    "predictive_analytics.{average_days_between_orders,average_order_value,churn_probability,expected_date_of_next_order,historic_clv,historic_number_of_orders,predicted_clv,predicted_number_of_orders,ranked_channel_affinity,total_clv}",
  ],
  summary: ["email", "phone_number", "external_id", "first_name", "last_name", "last_event_date"],
};

/** A profile as the member of a list or segment: it also knows since when. */
export const member: ResourceType = {
  ...profile,
  attributes: [...profile.attributes, "joined_group_at"],
  summary: [...profile.summary, "joined_group_at"],
};

/** A profile as other resources include it: without consent and predictions. */
export const includedProfile: ResourceType = {
  ...profile,
  attributes: profile.attributes.filter((name) => !/^(subscriptions|predictive_analytics)/.test(name)),
};

export const list: ResourceType = {
  type: "list",
  attributes: ["name", "created", "updated", "opt_in_process"],
  summary: ["name", "created", "updated", "opt_in_process"],
};

/** A list where additional_fields counts its profiles. */
export const countedList: ResourceType = { ...list, attributes: [...list.attributes, "profile_count"] };

export const segment: ResourceType = {
  type: "segment",
  attributes: [
    ..."name created updated is_active is_processing is_starred".split(" "),
    "definition.condition_groups",
  ],
  summary: ["name", "is_active", "is_processing", "is_starred", "created", "updated"],
};

/** A segment where additional_fields counts its profiles. */
export const countedSegment: ResourceType = {
  ...segment,
  attributes: [...segment.attributes, "profile_count"],
};

export const campaign: ResourceType = {
  type: "campaign",
  attributes: [
    ..."name status archived created_at scheduled_at updated_at send_time".split(" "),
    "audiences.{included,excluded}",
    "send_options.use_smart_sending",
    "send_strategy.{date,datetime,method,throttle_percentage}",
    "send_strategy.options.{is_local,send_past_recipients_immediately}",
    "tracking_options.{add_tracking_params,custom_tracking_params,is_tracking_clicks,is_tracking_opens}",
  ],
  summary: ["name", "status", "archived", "audiences", "send_strategy", "scheduled_at", "send_time"],
};

const MESSAGE_CONTENT = ["subject", "preview_text", "from_email", "from_label", "title", "body"];

export const campaignMessage: ResourceType = {
  type: "campaign-message",
  attributes: [
    ..."created_at updated_at send_times".split(" "),
    "definition.{channel,label,kv_pairs,notification_type}",
    `definition.content.{${MESSAGE_CONTENT},reply_to_email,cc_email,bcc_email,media_url,dynamic_image,action_buttons}`,
    "definition.render_options.{shorten_links,add_org_prefix,add_info_link,add_opt_out_language}",
    "definition.options.on_open.{type,ios_deep_link,android_deep_link,web_url}",
    `definition.options.badge.{display,${BADGE_OPTIONS}}`,
    "definition.options.play_sound",
  ],
  summary: [
    "definition.channel",
    "definition.label",
    ...MESSAGE_CONTENT.map((name) => `definition.content.${name}`),
  ],
};

export const campaignSendJob: ResourceType = {
  type: "campaign-send-job",
  attributes: ["status"],
  summary: ["status"],
};

export const estimationJob: ResourceType = {
  type: "campaign-recipient-estimation-job",
  attributes: ["status"],
  summary: ["status"],
};

export const estimation: ResourceType = {
  type: "campaign-recipient-estimation",
  attributes: ["estimated_recipient_count"],
  summary: ["estimated_recipient_count"],
};

export const flow: ResourceType = {
  type: "flow",
  attributes: ["name", "status", "archived", "created", "updated", "trigger_type"],
  summary: ["name", "status", "archived", "trigger_type", "created", "updated"],
};

/** A flow where additional_fields brings its definition. */
export const definedFlow: ResourceType = {
  ...flow,
  attributes: [
    ...flow.attributes,
    "definition.{triggers,actions,entry_action_id,profile_filter.condition_groups}",
    "definition.reentry_criteria.{duration,unit}",
  ],
};

export const flowAction: ResourceType = {
  type: "flow-action",
  attributes: ["created", "updated", ...ACTION_FIELDS],
  summary: [
    "definition.type",
    "definition.links",
    ...["status", "value", "unit", "message.name", "message.template_id"].map(
      (name) => `definition.data.${name}`,
    ),
  ],
};

export const flowMessage: ResourceType = {
  type: "flow-message",
  attributes: ["channel", "created", "updated", ...MESSAGE_FIELDS],
  summary: [
    "channel",
    ...["name", "subject_line", "preview_text", "title", "body", "template_id"].map(
      (name) => `definition.${name}`,
    ),
  ],
};

export const event: ResourceType = {
  type: "event",
  attributes: ["timestamp", "datetime", "uuid", "event_properties"],
  summary: ["datetime", "event_properties.$value"],
};

export const attribution: ResourceType = { type: "attribution", attributes: [], summary: [] };

export const metric: ResourceType = {
  type: "metric",
  attributes: ["name", "created", "updated", "integration"],
  summary: ["name", "integration.name", "integration.category"],
};

export const template: ResourceType = {
  type: "template",
  attributes: ["name", "editor_type", "html", "text", "amp", "created", "updated", "definition.*"],
  summary: ["name", "editor_type", "created", "updated"],
  heavy: ["html", "text", "amp", "definition"],
};

/** A template as campaign messages include it: without its definition. */
export const includedTemplate: ResourceType = {
  ...template,
  attributes: template.attributes.filter((name) => !name.startsWith("definition")),
  heavy: ["html", "text", "amp"],
};

/** A rendered template: here the html is what was asked for. */
export const renderedTemplate: ResourceType = { ...template, heavy: [] };

const CATALOG_PAGE = "title description price url image_full_url image_thumbnail_url images".split(" ");

export const catalogItem: ResourceType = {
  type: "catalog-item",
  attributes: ["external_id", ...CATALOG_PAGE, "custom_metadata", "published", "created", "updated"],
  summary: ["external_id", "title", "price", "published", "url"],
};

export const catalogVariant: ResourceType = {
  type: "catalog-variant",
  attributes: [...catalogItem.attributes, "sku", "inventory_policy", "inventory_quantity"],
  summary: ["external_id", "title", "sku", "price", "inventory_quantity", "published"],
};

export const catalogCategory: ResourceType = {
  type: "catalog-category",
  attributes: ["external_id", "name", "updated"],
  summary: ["external_id", "name", "updated"],
};

export const tag: ResourceType = { type: "tag", attributes: ["name"], summary: ["name"] };

export const tagGroup: ResourceType = {
  type: "tag-group",
  attributes: ["name", "exclusive", "default"],
  summary: ["name", "exclusive", "default"],
};

export const coupon: ResourceType = {
  type: "coupon",
  attributes: ["external_id", "description", "monitor_configuration"],
  summary: ["external_id", "description"],
};

export const couponCode: ResourceType = {
  type: "coupon-code",
  attributes: ["unique_code", "expires_at", "status"],
  summary: ["unique_code", "status", "expires_at"],
};

const BULK_JOB = "status created_at completed_at expires_at total_count completed_count failed_count".split(
  " ",
);

export const profileImportJob: ResourceType = {
  type: "profile-bulk-import-job",
  attributes: [...BULK_JOB, "started_at"],
  summary: ["status", "total_count", "completed_count", "failed_count", "created_at", "completed_at"],
};

export const importError: ResourceType = {
  type: "import-error",
  attributes: ["code", "title", "detail", "source.pointer", "original_payload"],
  summary: ["code", "title", "detail", "source.pointer", "original_payload"],
};

export const couponCodeJob: ResourceType = {
  type: "coupon-code-bulk-create-job",
  attributes: [...BULK_JOB, "errors"],
  summary: [...BULK_JOB, "errors"],
};

export const webhook: ResourceType = {
  type: "webhook",
  attributes: ["name", "description", "endpoint_url", "enabled", "created_at", "updated_at"],
  summary: ["name", "enabled", "endpoint_url"],
};

export const webhookTopic: ResourceType = { type: "webhook-topic", attributes: [], summary: [] };

export const image: ResourceType = {
  type: "image",
  attributes: ["name", "image_url", "format", "size", "hidden", "updated_at"],
  summary: ["name", "image_url"],
};

export const pushToken: ResourceType = {
  type: "push-token",
  attributes: [
    ..."background created enablement_status platform recorded_date token vendor".split(" "),
    "metadata.*",
  ],
  summary: ["platform", "enablement_status", "created"],
};

export const conversation: ResourceType = {
  type: "conversation",
  attributes: ["channel"],
  summary: ["channel"],
};

export const account: ResourceType = {
  type: "account",
  attributes: [
    ..."test_account industry timezone preferred_currency public_api_key locale".split(" "),
    "contact_information.{default_sender_name,default_sender_email,website_url,organization_name}",
    "contact_information.street_address.{address1,address2,city,country,region,zip}",
  ],
  summary: [
    "contact_information",
    ..."industry timezone preferred_currency public_api_key locale test_account".split(" "),
  ],
};

/** What of each type is worth a look, by its name. */
export const SHOWN: ReadonlyMap<string, ResourceType> = new Map(
  [
    profile,
    list,
    segment,
    campaign,
    campaignMessage,
    campaignSendJob,
    estimationJob,
    estimation,
    flow,
    flowAction,
    flowMessage,
    event,
    attribution,
    metric,
    template,
    catalogItem,
    catalogVariant,
    catalogCategory,
    tag,
    tagGroup,
    coupon,
    couponCode,
    profileImportJob,
    importError,
    couponCodeJob,
    webhook,
    webhookTopic,
    image,
    pushToken,
    conversation,
    account,
  ].map((one) => [one.type, one]),
);
