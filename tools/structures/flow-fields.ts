// What `fields` may name below the definition of a flow's actions and messages.

export const BADGE_OPTIONS = "badge_options.badge_config,badge_options.set_from_property,badge_options.value";

/** What an action sends, of whatever channel. */
const SENT =
  "id,name,subject_line,preview_text,from_email,from_label,reply_to_email,cc_email,bcc_email,template_id,title,body," +
  "image_id,dynamic_image,video_asset_id,message_hierarchy,action_buttons,shorten_links,include_contact_card," +
  "add_org_prefix,add_info_link,add_opt_out_language,smart_sending_enabled,sms_quiet_hours_enabled,transactional," +
  "add_tracking_params,custom_tracking_params,additional_filters.condition_groups,conversion_metric_id,vendor_id," +
  `on_open,ios_link,android_link,web_url,push_type,kv_pairs,sound,badge,${BADGE_OPTIONS}`;
/** The same, with what only alerts and webhooks have; no experiment is about those. */
const MESSAGE = `${SENT},headers,to_emails,url`;

export const MESSAGE_FIELDS = [`definition.{${MESSAGE}}`];

export const ACTION_FIELDS = [
  "definition.{id,temporary_id,type,links.next,links.next_if_true,links.next_if_false}",
  `definition.data.message.{${MESSAGE}}`,
  `definition.data.main_action.data.message.{${SENT}}`,
  "definition.data.main_action.{id,temporary_id,type,links.next,data.status}",
  "definition.data.current_experiment.{id,name,started,variations,allocations,winner_metric}",
  "definition.data.current_experiment.automatic_winner_selection_settings.{enabled,automatic_end_date,automatic_end_statistical_certainty}",
  "definition.data.{name,status,experiment_status,unit,value,secondary_value,timezone,delay_until_time,delay_until_weekdays}",
  "definition.data.{target_time,target_days,trigger_id,trigger_type,trigger_subtype,branches,list_id,on_execution}",
  "definition.data.{profile_operations,action_output_filter.condition_groups,profile_filter.condition_groups,trigger_filter.condition_groups}",
  "definition.data.service_configuration.{event_key,event_payload,report_id,service_method_type,tracking_company_id}",
];
