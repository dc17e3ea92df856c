/*
 * Attribute names in tree notation, for the types with deep sparse fieldsets. Klaviyo publishes them as flat lists of
 * dotted paths; a name that is not on the list is refused.
 */

const LOCATION = "location{address1 address2 city country latitude longitude region zip timezone ip}";

/** A profile without what additional-fields adds. */
export const PROFILE_FIELDS = `email phone_number external_id first_name last_name organization locale title image created updated last_event_date ${LOCATION} properties`;

const CONSENT = "consent consent_timestamp last_updated";
const CHANNEL = `${CONSENT} can_receive created_timestamp metadata phone_number valid_until`;
const EMAIL = `email{marketing{can_receive_email_marketing ${CONSENT} custom_method_detail double_optin list_suppressions method method_detail suppression} open_tracking{can_receive ${CONSENT} created_timestamp metadata valid_until}}`;
const SMS = `sms{marketing{can_receive_sms_marketing ${CONSENT} method method_detail} transactional{can_receive_sms_transactional ${CONSENT} method method_detail}}`;
const PUSH = "mobile_push{marketing{can_receive_push_marketing consent consent_timestamp}}";
const WHATSAPP = `whatsapp{marketing{${CHANNEL}} transactional{${CHANNEL}} conversational{${CHANNEL}}}`;

/** A profile's consent, channel by channel. */
export const SUBSCRIPTIONS = `subscriptions{${EMAIL} ${SMS} ${PUSH} ${WHATSAPP}}`;

/** A profile's predictions. */
export const PREDICTIVE_ANALYTICS =
  "predictive_analytics{average_days_between_orders average_order_value churn_probability expected_date_of_next_order historic_clv historic_number_of_orders predicted_clv predicted_number_of_orders ranked_channel_affinity total_clv}";

/** A campaign. */
export const CAMPAIGN_FIELDS =
  "name status archived audiences{included excluded} send_options{use_smart_sending} tracking_options{add_tracking_params custom_tracking_params is_tracking_clicks is_tracking_opens} send_strategy{method datetime date throttle_percentage options{is_local send_past_recipients_immediately}} created_at scheduled_at updated_at send_time";

const BADGE_OPTIONS = "badge_options{badge_config set_from_property value}";
const RENDER = "add_info_link add_opt_out_language add_org_prefix shorten_links";

/** What a campaign message says; `label` to `options` depend on the channel. */
export const MESSAGE_DEFINITION = `definition{channel label content{subject preview_text from_email from_label reply_to_email cc_email bcc_email body media_url title dynamic_image action_buttons} render_options{${RENDER}} kv_pairs notification_type options{on_open{type ios_deep_link android_deep_link web_url} badge{display ${BADGE_OPTIONS}} play_sound}}`;

/** The older, flat shape in which assigning a template answers its message. */
export const FLAT_MESSAGE_FIELDS = `label channel content{subject preview_text from_email from_label reply_to_email cc_email bcc_email body media_url} render_options{${RENDER}} send_times created_at updated_at`;

const FLOW_CONTENT = `id name action_buttons ${RENDER} add_tracking_params additional_filters{condition_groups} android_link badge ${BADGE_OPTIONS} bcc_email body cc_email conversion_metric_id custom_tracking_params dynamic_image from_email from_label image_id include_contact_card ios_link kv_pairs message_hierarchy on_open preview_text push_type reply_to_email smart_sending_enabled sms_quiet_hours_enabled sound subject_line template_id title transactional vendor_id video_asset_id web_url`;
const FLOW_MESSAGE = `${FLOW_CONTENT} headers to_emails url`;
const MAIN_ACTION = `main_action{id temporary_id type links{next} data{status message{${FLOW_CONTENT}}}}`;
const EXPERIMENT =
  "current_experiment{id name started variations allocations winner_metric automatic_winner_selection_settings{automatic_end_date automatic_end_statistical_certainty enabled}}";
const ACTION_DATA = `action_output_filter{condition_groups} branches ${EXPERIMENT} delay_until_time delay_until_weekdays experiment_status list_id ${MAIN_ACTION} message{${FLOW_MESSAGE}} name on_execution profile_filter{condition_groups} profile_operations secondary_value service_configuration{event_key event_payload report_id service_method_type tracking_company_id} status target_days target_time timezone trigger_filter{condition_groups} trigger_id trigger_subtype trigger_type unit value`;

/** A flow's triggers and actions. */
export const FLOW_DEFINITION =
  "definition{triggers profile_filter{condition_groups} actions entry_action_id reentry_criteria{duration unit}}";

/** One action of a flow. */
export const FLOW_ACTION_FIELDS = `created updated definition{id temporary_id type links{next next_if_true next_if_false} data{${ACTION_DATA}}}`;

/** One message of a flow. */
export const FLOW_MESSAGE_FIELDS = `channel created updated definition{${FLOW_MESSAGE}}`;

/** The tree of a drag-and-drop template. */
export const TEMPLATE_DEFINITION =
  "definition{id template_id body{id properties{id css_class} styles{background_color width} sections} styles}";

/** What catalog items and variants share. */
export const CATALOG_FIELDS =
  "external_id title description price url image_full_url image_thumbnail_url images custom_metadata published created updated";

/** The account behind the connection. */
export const ACCOUNT_FIELDS =
  "test_account contact_information{default_sender_name default_sender_email website_url organization_name street_address{address1 address2 city region country zip}} industry timezone preferred_currency public_api_key locale";
