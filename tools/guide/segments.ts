/** Every type of condition of a segment and every filter, each with an example that create_segment takes. */
export const SEGMENTS = `# Segments

A definition is {"condition_groups":[{"conditions":[…]},…]}. Groups are joined by AND, the conditions within one by OR. Whether a segment is what you meant: wait until is_processing is false, and compare its profile_count with what you expect. get_segment with additional_fields profile_count shows both. A definition that works can be copied: get_segment gives that of any segment.
Ids: metric_id from get_metrics. group_ids are ids of lists, from get_lists. Dates are ISO 8601 with an offset or Z.

## A whole definition
Ordered ever, but not in the last 90 days, and may be e-mailed:
{"condition_groups":[{"conditions":[{"type":"profile-metric","metric_id":"METRIC","measurement":"count","measurement_filter":{"type":"numeric","operator":"greater-than","value":0},"timeframe_filter":{"type":"date","operator":"alltime"}}]},{"conditions":[{"type":"profile-metric","metric_id":"METRIC","measurement":"count","measurement_filter":{"type":"numeric","operator":"equals","value":0},"timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":90}}]},{"conditions":[{"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":true,"consent_status":{"subscription":"subscribed"}}}]}]}

## Conditions
profile-metric: what someone did. measurement is count or sum. equals 0 means never. metric_filters narrow it to events with certain properties.
{"type":"profile-metric","metric_id":"METRIC","measurement":"count","measurement_filter":{"type":"numeric","operator":"greater-than-or-equal","value":2},"timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":30},"metric_filters":[{"property":"Brand","filter":{"type":"string","operator":"equals","value":"Acme"}}]}
profile-metric-funnel: steps done, or not done (metric_exists false), in order. completion_window_seconds is one of HOURS_1, DAYS_1, DAYS_3, DAYS_5, WEEKS_1, DAYS_30, DAYS_90, DAYS_180, YEARS_1, or left out.
{"type":"profile-metric-funnel","timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":30},"completion_window_seconds":"DAYS_3","steps":[{"metric_exists":true,"metric_id":"METRIC"},{"metric_exists":false,"metric_id":"METRIC2"}]}
profile-property: an attribute of the profile by its name (email, first_name, location['city']), or a custom property as properties['its name'].
{"type":"profile-property","property":"email","filter":{"type":"string","operator":"ends-with","value":"@example.com"}}
{"type":"profile-property","property":"properties['Favorite Color']","filter":{"type":"string","operator":"equals","value":"green"}}
profile-group-membership: on a list. timeframe_filter (when they joined) goes with is_member true only. A list's members have not thereby consented to marketing.
{"type":"profile-group-membership","is_member":true,"group_ids":["LIST"],"timeframe_filter":{"type":"date","operator":"in-the-last","unit":"week","quantity":2}}
{"type":"profile-group-membership","is_member":false,"group_ids":["LIST"]}
profile-marketing-consent: who may be sent marketing. can_receive_marketing and subscription go together: email true any, subscribed, never_subscribed; email false any, unsubscribed, never_subscribed, subscribed (suppressed: filters required); sms true subscribed; sms false any, unsubscribed, never_subscribed; push any.
{"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":true,"consent_status":{"subscription":"subscribed"}}}
filters of consent_status say since when or how: status_date, method, custom_source, is_double_opt_in; of suppressed e-mail bounce_date, manual_suppression_date, invalid_email_date.
{"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":true,"consent_status":{"subscription":"subscribed","filters":[{"field":"status_date","filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":30}}]}}}
{"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":false,"consent_status":{"subscription":"subscribed","filters":[{"field":"bounce_date","filter":{"type":"existence","operator":"is-set"}}]}}}
{"type":"profile-marketing-consent","consent":{"channel":"sms","can_receive_marketing":true,"consent_status":{"subscription":"subscribed"}}}
profile-permissions: WhatsApp. reachable_status is explicitly_, implicitly_ or implicitly_or_explicitly_ before reachable or unreachable; explicitly_reachable and explicitly_unreachable need filters, of effective_date, recorded_date or subscribe_method. channel is whatsapp_marketing or whatsapp_transactional.
{"type":"profile-permissions","channel":"whatsapp_marketing","permission":{"reachable_status":"implicitly_or_explicitly_reachable"}}
{"type":"profile-permissions","channel":"whatsapp_marketing","permission":{"reachable_status":"explicitly_reachable","filters":[{"field":"effective_date","filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":30}}]}}
profile-region: european_union or united_states.
{"type":"profile-region","in_region":true,"region":"european_union"}
profile-postal-code-distance: kilometers or miles; operator less-than or greater-than.
{"type":"profile-postal-code-distance","country_code":"US","postal_code":"02110","unit":"miles","filter":{"type":"numeric","operator":"less-than","value":20}}
profile-predictive-analytics: numbers are average_days_between_orders, average_order_value, churn_probability, historic_clv, historic_number_of_orders, predicted_clv, predicted_number_of_orders, total_clv. churn_probability is a part of 1, as 0.89.
{"type":"profile-predictive-analytics","dimension":"predicted_clv","filter":{"type":"numeric","operator":"greater-than","value":100}}
{"type":"profile-predictive-analytics","dimension":"expected_date_of_next_purchase","filter":{"type":"date","operator":"in-the-next","unit":"day","quantity":14}}
predicted_gender is likely_female, likely_male or uncertain, with equals or not-equals.
{"type":"profile-predictive-analytics","dimension":"predicted_gender","filter":{"type":"string","operator":"equals","value":"likely_female"}}
channel_affinity: rank is high, medium or low, with equals or not-equals; priority is a number, with equals. predicted_channel is email, push, sms or whatsapp.
{"type":"profile-predictive-analytics","dimension":"channel_affinity","measurement":"rank","predicted_channel":"sms","filter":{"type":"string","operator":"equals","value":"high"}}
{"type":"profile-predictive-analytics","dimension":"channel_affinity","measurement":"priority","predicted_channel":"email","filter":{"type":"numeric","operator":"equals","value":1}}
profile-has-custom-object: how many related objects meet the filters.
{"type":"profile-has-custom-object","object_type_id":"TYPE","object_type_relationship_id":"RELATIONSHIP","filter":{"type":"numeric","operator":"greater-than","value":0},"filters":[{"property_id":1,"filter":{"type":"existence","operator":"is-set"}}]}

## Filters, by what they compare
string: equals, not-equals, contains, not-contains, starts-with, not-starts-with, ends-with, not-ends-with, regex, nregex; with a list in, not-in; on a phone number also phone-country-code-in, phone-country-code-not-in.
filter {"type":"string","operator":"in","value":["gold","silver"]}
numeric: equals, not-equals, greater-than, greater-than-or-equal, less-than, less-than-or-equal; between only in the filters of profile-has-custom-object and of flows.
filter {"type":"numeric","operator":"between","start":10,"end":20}
boolean:
filter {"type":"boolean","operator":"equals","value":true}
existence: is-set, not-set.
filter {"type":"existence","operator":"not-set"}
list: contains, not-contains; length-equals, length-greater-than, length-greater-than-or-equal, length-less-than, length-less-than-or-equal. In metric_filters instead of the first two: contains-any, contains-all, not-contains-any, not-contains-all, contains-substring, not-contains-substring.
filter {"type":"list","operator":"contains","value":"shoes"}
filter {"type":"list","operator":"length-greater-than","value":2}
date, from here (unit is hour, day or week): in-the-last, at-least (ago), in-the-next; anniversary-last and anniversary-next ignore the year.
filter {"type":"date","operator":"at-least","unit":"day","quantity":90}
filter {"type":"date","operator":"anniversary-next","unit":"day","quantity":7}
between counts back from now: start 30 and end 60 are 30 to 60 days ago.
filter {"type":"date","operator":"between","start":30,"end":60,"unit":"day"}
date, fixed: after, before, between-static.
filter {"type":"date","operator":"after","date":"2026-01-01T00:00:00Z"}
filter {"type":"date","operator":"between-static","start":"2026-01-01T00:00:00Z","end":"2026-02-01T00:00:00Z"}
date, by the calendar: calendar-month (1 to 12), anniversary (today), anniversary-month (this month).
filter {"type":"date","operator":"calendar-month","value":12}
filter {"type":"date","operator":"anniversary"}
A timeframe_filter is one of these dates: of profile-metric in-the-last, at-least, in-the-next, anniversary-last, anniversary-next, between, after, before, between-static or alltime; of profile-group-membership the same without the anniversaries and alltime; of a funnel between-static, between, in-the-last, at-least or in-the-next.`;
