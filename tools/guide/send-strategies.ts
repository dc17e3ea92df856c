/** When a campaign goes out: every method of send_strategy, each with an example. */
export const SEND_STRATEGIES = `# Send strategies

send_strategy of create_campaign and update_campaign says when a campaign goes out. It does nothing by itself: send_campaign starts it, at once or for the time it names. Without one the campaign goes out at once. update_campaign with clear ["send_strategy"] takes it away.

immediate: as soon as send_campaign is confirmed.
{"method":"immediate"}
static: at one moment for everyone.
{"method":"static","datetime":"2026-12-01T09:00:00Z"}
static with is_local: at that time on each recipient's own clock; Klaviyo wants the datetime in UTC then. send_past_recipients_immediately says whether it is sent all the same where that time is over already: false unless said. It goes with is_local true only.
{"method":"static","datetime":"2026-12-01T09:00:00Z","is_local":true,"send_past_recipients_immediately":true}
throttled: from a moment on, a share of the recipients an hour. throttle_percentage is one of 1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33, 50.
{"method":"throttled","datetime":"2026-12-01T09:00:00Z","throttle_percentage":25}
smart_send_time: on a day, at the hour that Klaviyo picks. It takes a date and no time.
{"method":"smart_send_time","date":"2026-12-01"}

A datetime has an offset or Z: get_accounts has the account's timezone.
send_options {"use_smart_sending":true} leaves out people who had a message lately; it is Klaviyo's default.
Scheduled is sent unless someone stops it: cancel_campaign_send with action revert makes it a draft again.`;
