import { type Clock, DAY, toIso } from "./clock.ts";
import { cents } from "./money.ts";
import type { Consent, Person } from "./profiles.ts";

/** The two attributes of a profile that Klaviyo gives only as additional fields. */
export function summarizePerson(person: Person, clock: Clock): Record<string, unknown> {
  return { subscriptions: writeSubscriptions(person), predictive_analytics: predict(person, clock) };
}

function writeSubscriptions(person: Person): Record<string, unknown> {
  const { emailConsent: email, smsConsent: sms } = person;
  const timestamp = email.at && toIso(email.at);
  return {
    email: {
      marketing: {
        can_receive_email_marketing:
          Boolean(person.email) && email.status !== "UNSUBSCRIBED" && person.suppression.length === 0,
        consent: email.status,
        consent_timestamp: timestamp,
        last_updated: timestamp,
        method: email.method,
        method_detail: email.source,
        custom_method_detail: null,
        double_optin: email.at === null ? null : email.status === "SUBSCRIBED",
        suppression: person.suppression,
        list_suppressions: [],
      },
      open_tracking: neverAsked(),
      click_tracking: neverAsked(),
    },
    sms: {
      marketing: { can_receive_sms_marketing: canReceive(sms), ...writeSms(sms) },
      transactional: { can_receive_sms_transactional: canReceive(sms), ...writeSms(sms) },
    },
    mobile_push: {
      marketing: {
        can_receive_push_marketing: person.hasApp,
        consent: person.hasApp ? "SUBSCRIBED" : "NEVER_SUBSCRIBED",
        consent_timestamp: person.hasApp ? toIso(person.createdAt) : null,
      },
    },
    // Nobody here was ever asked.
    whatsapp: null,
  };
}

function canReceive(consent: Consent): boolean {
  return consent.status === "SUBSCRIBED";
}

function writeSms(consent: Consent): Record<string, unknown> {
  const timestamp = consent.at && toIso(consent.at);
  return {
    consent: consent.status,
    consent_timestamp: timestamp,
    method: consent.method,
    method_detail: consent.source,
    last_updated: timestamp,
  };
}

/** The kinds of tracking share one shape; nobody here was ever asked for them. */
function neverAsked(): Record<string, unknown> {
  return {
    consent: "NEVER_SUBSCRIBED",
    consent_timestamp: null,
    last_updated: null,
    created_timestamp: null,
    metadata: null,
    can_receive: false,
    valid_until: null,
  };
}

/** Klaviyo predicts from orders only, so a person without one has nulls. */
function predict(person: Person, clock: Clock): Record<string, unknown> {
  const orders = person.orders.length;
  const times = person.orders.map((order) => order.at).sort((a, b) => a - b);
  const last = times[orders - 1] ?? clock.now;
  const days = orders > 1 ? (last - (times[0] ?? last)) / DAY / (orders - 1) : null;
  const historic = person.orders.reduce((sum, order) => sum + order.value, 0);
  const churn = Math.min(0.97, 0.08 + (clock.now - last) / DAY / 180);
  const expectedOrders = 1.8 * (1 - churn) * Math.min(2, orders / 3);
  const predicted = (historic / orders) * expectedOrders;
  const analytics = {
    historic_clv: cents(historic),
    predicted_clv: cents(predicted),
    total_clv: cents(historic + predicted),
    historic_number_of_orders: orders,
    predicted_number_of_orders: cents(expectedOrders),
    average_days_between_orders: days && cents(days),
    average_order_value: cents(historic / orders),
    churn_probability: cents(churn),
    expected_date_of_next_order: days && toIso(Math.max(last + days * DAY, clock.now)),
    ranked_channel_affinity: person.smsConsent.status === "SUBSCRIBED" ? ["email", "sms"] : ["email"],
  };
  if (orders > 0) return analytics;
  return Object.fromEntries(Object.keys(analytics).map((name) => [name, null]));
}
