/** Every trigger, action and condition that only flows have, each with an example that create_flow takes. */
export const FLOWS = `# Flows

A definition has triggers, actions, entry_action_id and, if wanted, profile_filter and reentry_criteria. Actions name each other by temporary_id, which you make up; entry_action_id is the first one's. links.next is the one after it, null at the end. get_flow with additional_fields definition gives that of any flow, to copy from.
Everything in a new flow is a draft: it sends nothing before update_flow sets it live, and that sets every action of it live. 100 flows a day can be created.

## A whole definition
{"triggers":[{"type":"metric","id":"METRIC"}],"profile_filter":{"condition_groups":[{"conditions":[{"type":"profile-not-in-flow","timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":30}}]}]},"actions":[{"temporary_id":"wait","type":"time-delay","links":{"next":"mail"},"data":{"unit":"hours","value":4}},{"temporary_id":"mail","type":"send-email","links":{"next":null},"data":{"message":{"name":"Reminder","subject_line":"You left something","preview_text":"It is still here","from_email":"hi@example.com","from_label":"Shop","template_id":"TEMPLATE"},"status":"draft"}}],"entry_action_id":"wait","reentry_criteria":{"duration":30,"unit":"day"}}
reentry_criteria: when someone may enter again. unit is hour, day, week or alltime; with alltime a duration of 1 means never, 0 means always.

## Triggers
list, segment: when someone joins. Ids from get_lists, get_segments.
{"type":"list","id":"LIST"}
{"type":"segment","id":"SEGMENT"}
metric: when someone does it; get_metrics has the ids. trigger_filter keeps to events with certain properties.
{"type":"metric","id":"METRIC","trigger_filter":{"condition_groups":[{"conditions":[{"type":"metric-property","metric_id":"METRIC","field":"Brand","filter":{"type":"string","operator":"equals","value":"Acme"}}]}]}}
date: before a date of the profile or of a custom object. timedelta_unit_before_date is days, weeks (default) or months; recurrence_frequency weekly, monthly (default), annually or never; timezone an IANA name or profile (default).
{"type":"date","date_field_type":"profile-property","date_profile_property":"birthday","timedelta_value_before_date":3,"timedelta_unit_before_date":"days","recurrence_frequency":"annually","trigger_time":"09:00:00"}
{"type":"date","date_field_type":"custom-object","custom_object_label":"Booking","custom_object_property_id":1,"object_type_id":"TYPE","object_type_relationship_id":"RELATIONSHIP","timedelta_value_before_date":1,"timedelta_unit_before_date":"days","recurrence_frequency":"never","trigger_time":"09:00:00"}
price-drop: audience is viewed, checkout-started; price_drop_amount_unit currency (default) or percent; timeframe_days 30 unless given.
{"type":"price-drop","trigger_filter":null,"price_drop_amount_value":10,"price_drop_amount_unit":"percent","audience":["viewed"]}
low-inventory: product_level is product or variant; audience viewed, added-to-cart, checkout-started.
{"type":"low-inventory","product_level":"variant","trigger_filter":null,"inventory_count":5,"audience":["added-to-cart"]}

## Actions that send
data.message may be left out and written in Klaviyo. status of each is draft (default), manual, live or disabled. smart_sending_enabled is true unless said. additional_filters hold conditions, as profile_filter does.
{"temporary_id":"1","type":"send-email","links":{"next":null},"data":{"message":{"subject_line":"Welcome","from_email":"hi@example.com","from_label":"Shop","template_id":"TEMPLATE"},"status":"draft"}}
{"temporary_id":"1","type":"send-sms","links":{"next":null},"data":{"message":{"body":"Hello","sms_quiet_hours_enabled":true},"status":"draft"}}
{"temporary_id":"1","type":"send-mobile-push","links":{"next":null},"data":{"message":{"title":"Hello","body":"Come back","on_open":"home"},"status":"draft"}}
{"temporary_id":"1","type":"send-whatsapp","links":{"next":null},"data":{"message":{"name":"Hello","vendor_id":"VENDOR"},"status":"draft"}}
{"temporary_id":"1","type":"send-webhook","links":{"next":null},"data":{"message":{"url":"https://example.com/hook","headers":{},"body":"{}"},"status":"draft"}}
send-internal-alert is an e-mail to the team.
{"temporary_id":"1","type":"send-internal-alert","links":{"next":null},"data":{"message":{"from_email":"hi@example.com","from_label":"Shop","to_emails":["team@example.com"],"subject_line":"Big order"},"status":"draft"}}

## Actions that wait
time-delay: unit is minutes, hours or days. delay_until_time and delay_until_weekdays hold it until then.
{"temporary_id":"1","type":"time-delay","links":{"next":null},"data":{"unit":"days","value":2,"delay_until_time":"09:00:00","delay_until_weekdays":["monday","tuesday"]}}
countdown-delay: in flows of a date. Unit is days, weeks or months.
{"temporary_id":"1","type":"countdown-delay","links":{"next":null},"data":{"unit":"days","value":1}}
{"temporary_id":"1","type":"target-date","links":{"next":null},"data":{"target_time":"09:00:00","target_days":["friday"],"timezone":"profile"}}
{"temporary_id":"1","type":"back-in-stock-delay","links":{"next":null}}

## Actions that split
conditional-split: by the profile. links.next_if_true and links.next_if_false are both needed, null where a branch ends.
{"temporary_id":"1","type":"conditional-split","links":{"next_if_true":null,"next_if_false":null},"data":{"profile_filter":{"condition_groups":[{"conditions":[{"type":"profile-sample","percentage":50}]}]}}}
trigger-split: by what triggered the flow. trigger_type is list, segment, metric, date, price-drop, low-inventory or scheduled.
{"temporary_id":"1","type":"trigger-split","links":{"next_if_true":null,"next_if_false":null},"data":{"trigger_id":"METRIC","trigger_type":"metric","trigger_filter":{"condition_groups":[{"conditions":[{"type":"metric-property","metric_id":"METRIC","field":"$value","filter":{"type":"numeric","operator":"greater-than","value":100}}]}]}}}
multi-branch-split: the branches have the links. is_else is false unless said.
{"temporary_id":"1","type":"multi-branch-split","data":{"name":"By region","branches":[{"branch_id":"eu","order":1,"branch_filter":{"condition_groups":[{"conditions":[{"type":"profile-region","in_region":true,"region":"european_union"}]}]},"links":{"next":null}},{"branch_id":"rest","order":2,"is_else":true,"links":{"next":null}}]}}
action-output-split: by what an earlier action gave. output_config_id and field are those of a flow made in Klaviyo.
{"temporary_id":"1","type":"action-output-split","links":{"next_if_true":null,"next_if_false":null},"data":{"action_output_filter":{"condition_groups":[{"conditions":[{"type":"action-output","output_config_id":1,"field":"status","filter":{"type":"string","operator":"equals","value":"ok"}}]}]}}}
ab-test: send-email or send-sms; content-experiment: send-mobile-push or send-whatsapp. winner_metric of the first is submission, unique-clicks, unique-opens or unique-placed-orders, of the second click-rate or open-rate.
{"temporary_id":"1","type":"ab-test","links":{"next":null},"data":{"status":"draft","main_action":{"temporary_id":"a","type":"send-email","data":{"message":{"subject_line":"A"}}},"current_experiment":{"name":"Subjects","winner_metric":"unique-opens","variations":[{"temporary_id":"b","type":"send-email","data":{"message":{"subject_line":"B"}}}]}}}
{"temporary_id":"1","type":"content-experiment","links":{"next":null},"data":{"status":"draft","main_action":{"temporary_id":"a","type":"send-mobile-push","data":{"message":{"body":"A"}}},"current_experiment":{"winner_metric":"open-rate","variations":[{"temporary_id":"b","type":"send-mobile-push","data":{"message":{"body":"B"}}}]}}}

## Actions that change something
update-profile: operator is create, update or delete; property_type string, boolean, numeric, date (a date or today) or list, where property_operation is add or remove.
{"temporary_id":"1","type":"update-profile","links":{"next":null},"data":{"profile_operations":[{"operator":"create","property_type":"string","property_key":"Stage","property_value":"won back"},{"operator":"update","property_type":"list","property_operation":"add","property_key":"Tags","property_value":"vip"},{"operator":"delete","property_key":"Old"}],"status":"draft"}}
list-update: on_execution says whether it adds or removes: take it from the definition of a flow made in Klaviyo, where one sees which. Being on a list is not consent.
{"temporary_id":"1","type":"list-update","links":{"next":null},"data":{"name":"Won back","list_id":"LIST","on_execution":true,"status":"draft"}}
internal-service: service_method_type is track-event, schedule-report, schedule-report-builder-report (both with report_id) or unknown.
{"temporary_id":"1","type":"internal-service","links":{"next":null},"data":{"service_configuration":{"service_method_type":"track-event","event_key":"Won back","event_payload":{}},"status":"draft"}}
{"temporary_id":"1","type":"internal-service","links":{"next":null},"data":{"service_configuration":{"service_method_type":"schedule-report","report_id":"REPORT"},"status":"draft"}}
code: without data it is taken; what it runs is written in Klaviyo.
{"temporary_id":"1","type":"code","links":{"next":null}}

## Conditions
profile_filter, additional_filters and the splits by profile take {"condition_groups":[{"conditions":[…]}]}, with all conditions of topic segments except profile-metric-funnel, and these; profile-not-in-flow in profile_filter only.
condition {"type":"profile-sample","percentage":50}
condition {"type":"profile-not-in-flow","timeframe_filter":{"type":"date","operator":"alltime"}}
condition {"type":"profile-not-sent-email","timeframe_filter":{"type":"date","operator":"in-the-last","unit":"hour","quantity":16}}
condition {"type":"profile-not-sent-sms","timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":1}}
condition {"type":"profile-not-sent-push","timeframe_filter":{"type":"date","operator":"alltime"}}
The operator flow-start means since the flow's start; here, not bought since.
condition {"type":"profile-metric","metric_id":"METRIC","measurement":"count","measurement_filter":{"type":"numeric","operator":"equals","value":0},"timeframe_filter":{"type":"date","operator":"flow-start"}}
Those of a trigger_filter are metric-property (also in branches), price-drop-property, low-inventory-property, custom-object-property (needs custom_object_label) and custom-object-trigger-property (needs property_id, in branches too). Each but the last has a field.
trigger condition {"type":"metric-property","metric_id":"METRIC","field":"Brand","filter":{"type":"string","operator":"equals","value":"Acme"}}
trigger condition {"type":"price-drop-property","field":"title","filter":{"type":"string","operator":"contains","value":"shoe"}}
trigger condition {"type":"low-inventory-property","field":"title","filter":{"type":"string","operator":"contains","value":"shoe"}}
trigger condition {"type":"custom-object-property","custom_object_label":"Booking","field":"status","filter":{"type":"string","operator":"equals","value":"open"}}
trigger condition {"type":"custom-object-trigger-property","property_id":1,"filter":{"type":"existence","operator":"is-set"}}`;
