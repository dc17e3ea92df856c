/** The filter language: its rules, its traps, and what other filters there are. */
export const FILTERS = `# Filters

filter takes operator(field,value). Which fields and operators a tool takes stands at the end of its description: every other pair is refused, here, before anything is sent.

## Rules
Strings are quoted, with " or '; the same quote inside takes a backslash. They compare case-sensitively.
equals(email,"ann@example.com")
Datetimes are not quoted: RFC 3339, best with Z.
greater-than(created,2026-01-01T00:00:00Z)
Booleans, numbers and null are not quoted.
equals(archived,false)
Several clauses are joined by commas, and mean AND. The same field may stand twice, for a range.
greater-than(updated,2026-01-01T00:00:00Z),less-than(updated,2026-02-01T00:00:00Z)
There is no OR and no NOT. any takes several values of one field; keep it to 100 of them.
any(email,["ann@example.com","bob@example.com"])
has takes a field alone.
has(profile)
contains, starts-with and ends-with exist for few fields.
contains(name,"newsletter")

## Traps
There is no full-text search. Names of lists and segments are found with equals or any only, the whole name; metrics and profiles cannot be found by name.
Times are called created and updated, for campaigns created_at and updated_at, for events datetime, for members joined_group_at. Lists and segments take greater-than on them only, profiles greater-than and less-than.
A campaign's channel is an argument of get_campaigns; without it all are one list. Its status is capitalised: equals(status,"Draft").
get_coupon_codes needs a coupon or a profile.
A campaign's time in the future is refused as a bound.
Properties of events cannot be filtered. get_events takes metric_id, profile_id and datetime; query_metric_aggregates counts by dimensions.

## Other filters
query_campaign_values and query_flow_values have fields of their own, and know contains-any: contains-any(campaign_id,["ID"]), equals(flow_id,"ID").
query_metric_aggregates takes a list of clauses on its dimensions, e.g. any($message,["ID"]); the time goes into start and end.
The filters inside a segment's or a flow's definition are JSON, not this: topics segments and flows.`;
