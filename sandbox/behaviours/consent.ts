import type { Values } from "../resource.ts";

const NEVER = { consent: "NEVER_SUBSCRIBED", consent_timestamp: null, last_updated: null };
const METHOD = { method: null, method_detail: null };
const OTHER = { ...NEVER, created_timestamp: null, metadata: null, can_receive: false, valid_until: null };

/** The consent of a profile that was never asked. Klaviyo lets e-mail marketing through until somebody opts out. */
export function newSubscriptions(hasEmail: boolean): Record<string, Record<string, Values> | null> {
  return {
    email: {
      marketing: {
        can_receive_email_marketing: hasEmail,
        ...NEVER,
        ...METHOD,
        custom_method_detail: null,
        double_optin: null,
        suppression: [],
        list_suppressions: [],
      },
      open_tracking: { ...OTHER },
      click_tracking: { ...OTHER },
    },
    sms: {
      marketing: { can_receive_sms_marketing: false, ...NEVER, ...METHOD },
      transactional: { can_receive_sms_transactional: false, ...NEVER, ...METHOD },
    },
    mobile_push: {
      marketing: { can_receive_push_marketing: false, consent: "NEVER_SUBSCRIBED", consent_timestamp: null },
    },
    whatsapp: null,
  };
}

/** What there is of a channel that is null until a profile was asked about it. */
export function askedOfWhatsapp(): Record<string, Values> {
  const kinds = ["marketing", "transactional", "conversational"];
  return Object.fromEntries(kinds.map((kind) => [kind, { ...OTHER, phone_number: null }]));
}
