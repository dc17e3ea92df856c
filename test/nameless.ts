/** The arguments and keys that hold an id and take no name for it, by the reason why. */
const BECAUSE: Readonly<Record<string, string>> = {
  "what happens or is done has no name: it is found by when, and by whose it is":
    "batch_id billing_usage_id conversation_id customer_agent_conversation_id event_id job_id review_id unique_id",
  "a part of something has no name of its own: it is listed by the whole":
    "campaign_audience_id campaign_audience_ids campaign_message_id campaign_message_ids campaign_message_schedule_id campaign_variation_id coupon_code_id flow_action_id flow_message_id form_version_id message_id metric_property_id push_token_id relationship_id source_mapping_id translation_id",
  "the caller makes it up, within one call or for what is made":
    "audience_temporary_id entry_action_id external_id temporary_id",
  "the shop's own catalog has the id, and names are no key in it":
    "catalog_item_id catalog_item_ids catalog_variant_id item_id item_ids variant_id variant_ids",
  "the account's own records have the id, and no names":
    "custom_action_id data_source_id object_record_id object_record_ids object_schema_id object_type_id source_id",
  "it says where something is, and is shown where that is":
    "app_id asset_id company_id consent_page_id device_id mms_static_image_asset_id static_asset_id static_image_asset_id video_asset_id",
  "there is one of it in an account, or its id is a word of Klaviyo's":
    "account_id brand_email_default_id mapped_metric_id text_messaging_configuration_id tracking_setting_id",
  "a choice of style or setting, made once in Klaviyo's own pages and read by its list":
    "api_key_id brand_button_id brand_color_id brand_logo_id brand_social_group_id brand_voice_id sending_domain_id template_universal_content_id text_messaging_sender_id text_messaging_sender_registration_id web_feed_id",
  "what an agent of Klaviyo's is made of, of which an account has a few":
    "agent_knowledge_id agent_secret_id agent_skill_id agent_tool_id agent_tool_ids customer_agent_id",
  "it is of Maton, whose connections the server chooses by itself": "connection_id",
};

/** Their names. */
export const NAMELESS_ARGUMENTS: ReadonlySet<string> = new Set(
  Object.values(BECAUSE).flatMap((names) => names.split(" ")),
);

/** The kinds of those among them that a text is looked at for all the same, to refuse an address. */
export const NAMELESS: ReadonlySet<string> = new Set(["campaign_message", "mapped_metric"]);
