/*
 * Body rules with names: those that several operations share, and the large unions. In the notation of schema.ts.
 * A definition's filters are open below `type` and `operator`: their many forms are Klaviyo's to judge.
 */

const IDENTITY = "email:email?, phone_number:phone?, external_id:string?";
const PERSON =
  "first_name:string?, last_name:string?, organization:string?, locale:string?, title:string?, image:string?, location:$Location?, properties:object?";

const EVENT_PERSON = `${IDENTITY}, anonymous_id:string?, _kx:string?, ${PERSON}`;

const EVENT =
  "properties!:object, time:instant?, value:number?, value_currency:string?, unique_id:text?, backfill:boolean?, metric!:$EventMetric";

const MESSAGE_CONTENT =
  "subject:string?, preview_text:string?, from_email:email?, from_label:string?, reply_to_email:string?, cc_email:string?, bcc_email:string?";

const groups = (conditions: string) => `{condition_groups!:[{conditions!:[${conditions}]}]}`;

/** A flow action: its type, whether it must carry data, and what its links are. */
const action = (type: string, data: string, links = "{next:string?}?") =>
  `{type!:"${type}", id:string?, temporary_id:string?, links:${links}, data${data}}`;

const BRANCH = "{next_if_true!:string?, next_if_false!:string?}?";
const STATUS = '"disabled"|"draft"|"live"|"manual"';
const sending = (message: string) => `:{message:${message}?, status:${STATUS}}?`;

const DATE_TRIGGER =
  'timedelta_unit_before_date:"days"|"months"|"weeks", timedelta_value_before_date!:integer, recurrence_frequency:"annually"|"monthly"|"never"|"weekly", timezone:string, trigger_time!:time, trigger_days:[string]?';

/** Every named schema, without its `$`. */
export const namedSchemas: Record<string, string> = {
  Location:
    "{address1:string?, address2:string?, city:string?, country:string?, latitude:string|number?, longitude:string|number?, region:string?, zip:string?, timezone:string?, ip:string?}",
  Profile: `{${IDENTITY}, ${PERSON}}`,
  ProfileUpsert: `{${IDENTITY}, _kx:string?, ${PERSON}}`,
  ProfileMeta:
    "{patch_properties:{append:object?, unappend:object?, unset:string|[string]?}?, patch_identifiers:{append:object, unappend:object}?}",
  ImportedProfile: '{type!:"profile", id:string?, attributes!:$ProfileUpsert, meta:$ProfileMeta?}',

  // In a single event the profile's meta lies among its attributes, in a bulk request beside them.
  EventProfile: `{type!:"profile", id:string?, attributes!:{${EVENT_PERSON}, meta:$ProfileMeta?}}`,
  BulkEventProfile: `{type!:"profile", id:string?, attributes!:{${EVENT_PERSON}}, meta:$ProfileMeta?}`,
  EventMetric: '{data!:{type!:"metric", attributes!:{name!:text, service:string?}}}',
  Event: `{${EVENT}, profile!:{data!:$EventProfile}}`,
  EventsOfProfile:
    '{type!:"event-bulk-create", attributes!:{backfill:boolean?, profile!:{data!:$BulkEventProfile}, events!:{data!:[{type!:"event", attributes!:$BulkEvent}]}}}',
  BulkEvent: `{${EVENT}}`,

  Subscribe: '{consent!:"SUBSCRIBED", consented_at:instant?}',
  Unsubscribe: '{consent!:"UNSUBSCRIBED"}',

  SendStrategy:
    '{method!:"immediate"}|{method!:"static", datetime!:instant, options:{is_local!:true, send_past_recipients_immediately:boolean}|{is_local!:false}?}|{method!:"throttled", datetime!:instant, throttle_percentage!:1|2|5|10|11|13|14|17|20|25|33|50}|{method!:"smart_send_time", date!:date}',
  SendOptions: "{use_smart_sending:boolean?}",
  TrackingParameter:
    '{type!:"dynamic", name!:string, value!:"campaign_id"|"campaign_name"|"campaign_name_id"|"campaign_name_send_day"|"email_subject"|"group_id"|"group_name"|"group_name_id"|"link_alt_text"|"message_type"|"profile_external_id"|"profile_id"}|{type!:"static", name!:string, value!:string}',
  TrackingOptions:
    "{add_tracking_params:boolean?, custom_tracking_params:[$TrackingParameter]?, is_tracking_clicks:boolean?, is_tracking_opens:boolean?}",
  RenderOptions:
    "{shorten_links:boolean?, add_org_prefix:boolean?, add_info_link:boolean?, add_opt_out_language:boolean?}",
  EmailMessage: `{channel!:"email", label:string?, content:{${MESSAGE_CONTENT}}?}`,
  SmsMessage: '{channel!:"sms", content:{body:string?, media_url:string?}?, render_options:$RenderOptions?}',
  PushMessage:
    '{channel!:"mobile_push", content:{title:string?, body:string?, dynamic_image:string?, action_buttons:[object]?}?, kv_pairs:object?, options:object?, notification_type:"standard"|"silent"}',
  MessageDefinition: "$EmailMessage|$SmsMessage|$PushMessage",
  Image: '{image:{data:{type!:"image", id!:text}}}',

  Filter: "{type!:text, operator!:text, *}",
  NumericFilter:
    '{type!:"numeric", operator!:"equals"|"greater-than"|"greater-than-or-equal"|"less-than"|"less-than-or-equal"|"not-equals", value!:number}',
  DateFilter:
    '{type!:"date", operator!:"alltime"}|{type!:"date", operator!:"after"|"before", date!:instant}|{type!:"date", operator!:"between-static", start!:instant, end!:instant}|{type!:"date", operator!:"between", start!:integer, end!:integer, unit!:$Unit}|{type!:"date", operator!:"at-least"|"in-the-last"|"in-the-next"|"anniversary-last"|"anniversary-next", unit!:$Unit, quantity!:integer}',
  FlowDateFilter: '$DateFilter|{type!:"date", operator!:"flow-start"}',
  Unit: '"day"|"hour"|"week"',
  MetricFilters: "[{property!:text, filter:$Filter?}]?",
  Membership:
    '{type!:"profile-group-membership", is_member!:true, group_ids!:[text], timeframe_filter:$DateFilter?}|{type!:"profile-group-membership", is_member!:false, group_ids!:[text]}',
  MetricCondition:
    '{type!:"profile-metric", metric_id!:text, measurement!:"count"|"sum", measurement_filter!:$NumericFilter, timeframe_filter!:$FlowDateFilter, metric_filters:$MetricFilters}',
  ProfileCondition:
    '$Membership|$MetricCondition|{type!:"profile-property", property!:text, filter!:$Filter}|{type!:"profile-marketing-consent", consent!:{channel!:"email"|"sms"|"push"|"whatsapp", can_receive_marketing!:boolean, consent_status!:{subscription!:text, *}, *}}|{type!:"profile-permissions", permission!:{reachable_status!:text, *}, channel!:text}|{type!:"profile-region", in_region!:boolean, region!:"european_union"|"united_states"}|{type!:"profile-postal-code-distance", country_code!:text, postal_code!:text, unit!:text, filter!:$Filter}|{type!:"profile-predictive-analytics", dimension!:text, measurement:text, predicted_channel:text, filter!:$Filter}|{type!:"profile-has-custom-object", object_type_id!:text, object_type_relationship_id!:text, filter!:object, filters!:[object]}',
  SegmentCondition:
    '$ProfileCondition|{type!:"profile-metric-funnel", timeframe_filter!:$DateFilter, completion_window_seconds:"DAYS_1"|"DAYS_180"|"DAYS_3"|"DAYS_30"|"DAYS_5"|"DAYS_90"|"HOURS_1"|"WEEKS_1"|"YEARS_1"?, steps!:[{metric_exists!:boolean, metric_id!:text, metric_filters:$MetricFilters}]}',
  FlowCondition:
    '$ProfileCondition|{type!:"profile-sample", percentage!:number}|{type!:"profile-not-sent-email"|"profile-not-sent-push"|"profile-not-sent-sms"|"profile-not-in-flow", timeframe_filter!:$FlowDateFilter}',
  TriggerCondition:
    '{type!:"metric-property"|"price-drop-property"|"low-inventory-property", metric_id!:text, field!:text, filter!:$Filter}|{type!:"custom-object-trigger-property", property_id!:any, filter!:$Filter}',
  SegmentDefinition: groups("$SegmentCondition"),
  FlowFilter: groups("$FlowCondition"),
  TriggerFilter: groups("$TriggerCondition"),

  Trigger: `{type!:"list"|"segment", id:string?}|{type!:"metric", id:string?, trigger_filter:$TriggerFilter?}|{type!:"date", date_field_type!:"profile-property", date_profile_property!:text, ${DATE_TRIGGER}}|{type!:"date", date_field_type!:"custom-object", custom_object_label!:text, custom_object_property_id!:integer, object_type_id!:text, object_type_relationship_id!:text, ${DATE_TRIGGER}}|{type!:"price-drop", trigger_filter!:$TriggerFilter?, price_drop_amount_value!:number, price_drop_amount_unit:"currency"|"percent", audience!:["checkout-started"|"viewed"], timeframe_days:integer, currency_type:"usd"}|{type!:"low-inventory", product_level!:"product"|"variant", trigger_filter!:$TriggerFilter?, inventory_count!:integer, audience!:["added-to-cart"|"checkout-started"|"viewed"], timeframe_days:integer}`,
  FlowEmail: `{from_email:string?, from_label:string?, reply_to_email:string?, cc_email:string?, bcc_email:string?, subject_line:string?, preview_text:string?, template_id:string?, smart_sending_enabled:boolean, transactional:boolean, add_tracking_params:boolean, custom_tracking_params:[object]?, additional_filters:$FlowFilter?, name:string?, id:string?}`,
  Delay:
    '{unit:"days"|"hours"|"minutes", value!:integer, secondary_value:integer?, timezone:string, delay_until_time:time?, delay_until_weekdays:[string]?}',
  Action: [
    action("send-email", sending("$FlowEmail")),
    action("send-sms", sending("{body!:text, *}")),
    action("send-mobile-push", sending("object")),
    action("send-whatsapp", sending("object")),
    action(
      "send-webhook",
      sending("{url!:string?, headers:object?, body:string?, name:string?, id:string?}"),
    ),
    action("send-internal-alert", sending("object")),
    action("time-delay", "!:$Delay"),
    action(
      "countdown-delay",
      "!:{unit:text, value:integer, timezone:string, delay_until_time:time?, delay_until_weekdays:[string]?}",
    ),
    action("target-date", "!:{timezone:string, target_time:time, target_days:[string]?}"),
    action("back-in-stock-delay", ":object?"),
    action("conditional-split", ":{profile_filter!:$FlowFilter?}?", BRANCH),
    action("trigger-split", ":{trigger_filter!:$TriggerFilter?, *}?", BRANCH),
    action("action-output-split", ":{action_output_filter!:object?}?", BRANCH),
    action(
      "multi-branch-split",
      ":{branches!:[{branch_id!:text, order:integer?, is_else:boolean, branch_filter:$FlowFilter?, links:{next:string?}?, name:string?}], name!:text}?",
      "any",
    ),
    action("update-profile", ":object?"),
    action("list-update", `!:{name!:text, on_execution!:boolean?, list_id!:string?, status:${STATUS}}`),
    action("ab-test", "!:{main_action!:object, *}"),
    action("content-experiment", "!:{main_action!:object, *}"),
    action("internal-service", ":object?"),
    action("code", ":any"),
  ].join("|"),
  FlowDefinition:
    '{triggers!:[$Trigger], profile_filter:$FlowFilter?, actions!:[$Action], entry_action_id!:text?, reentry_criteria:{duration!:integer, unit!:"day"|"hour"|"week"|"alltime"}?}',

  TemplateDefinition:
    "{id:string?, template_id:string?, body!:{id:string?, properties!:object, styles!:object, sections:[object]?}, styles!:[{style_type!:text, *}]}",

  Categories: '{categories:{data:[{type!:"catalog-category", id!:text}]}}',
  CouponCode:
    '{type!:"coupon-code", attributes!:{unique_code!:text, expires_at:instant?}, relationships!:{coupon!:{data!:{type!:"coupon", id!:text}}}}',

  Timeframe:
    '{key!:"last_12_months"|"last_30_days"|"last_365_days"|"last_3_months"|"last_7_days"|"last_90_days"|"last_month"|"last_week"|"last_year"|"this_month"|"this_week"|"this_year"|"today"|"yesterday"}|{start!:instant, end!:instant}',
};
