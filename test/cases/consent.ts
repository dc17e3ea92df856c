import type { Case } from "./case.ts";

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const NEWSLETTER = "Y6nRLr";
// With milliseconds, as the vendor's client writes a Date.
const CONSENTED = "2025-03-14T09:26:53.000Z";

/** Consent in bulk: bulk_subscribe_profiles, bulk_unsubscribe_profiles. */
export const consentCases: readonly Case[] = [
  {
    tool: "bulk_subscribe_profiles",
    name: "the smallest valid call",
    args: { profiles: [{ email: "yes+please@example.com", channels: ["email"] }] },
    sent: {
      method: "POST",
      path: "/api/profile-subscription-bulk-create-jobs",
      body: {
        data: {
          type: "profile-subscription-bulk-create-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "yes+please@example.com",
                    subscriptions: { email: { marketing: { consent: "SUBSCRIBED" } } },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.bulkSubscribeProfiles({
        data: {
          type: "profile-subscription-bulk-create-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "yes+please@example.com",
                    subscriptions: { email: { marketing: { consent: "SUBSCRIBED" } } },
                  },
                },
              ],
            },
          },
        },
      }),
  },
  {
    tool: "bulk_subscribe_profiles",
    name: "every argument",
    args: {
      profiles: [
        {
          profile_id: SARAH,
          email: "sarah.novak1@example.com",
          phone_number: "+15552010000",
          channels: ["email", "sms", "sms_transactional", "whatsapp", "whatsapp_transactional"],
          consented_at: CONSENTED,
          age_gated_date_of_birth: "1987-04-02",
        },
        { email: "kim+trails7@example.com", channels: ["email"], consented_at: CONSENTED },
      ],
      list_id: NEWSLETTER,
      historical_import: true,
      custom_source: "Trade fair 2025, Halle 7",
    },
    sent: {
      method: "POST",
      path: "/api/profile-subscription-bulk-create-jobs",
      body: {
        data: {
          type: "profile-subscription-bulk-create-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  id: SARAH,
                  attributes: {
                    email: "sarah.novak1@example.com",
                    phone_number: "+15552010000",
                    subscriptions: {
                      email: { marketing: { consent: "SUBSCRIBED", consented_at: CONSENTED } },
                      sms: {
                        marketing: { consent: "SUBSCRIBED", consented_at: CONSENTED },
                        transactional: { consent: "SUBSCRIBED", consented_at: CONSENTED },
                      },
                      whatsapp: {
                        marketing: { consent: "SUBSCRIBED", consented_at: CONSENTED },
                        transactional: { consent: "SUBSCRIBED", consented_at: CONSENTED },
                      },
                    },
                    age_gated_date_of_birth: "1987-04-02",
                  },
                },
                {
                  type: "profile",
                  attributes: {
                    email: "kim+trails7@example.com",
                    subscriptions: {
                      email: { marketing: { consent: "SUBSCRIBED", consented_at: CONSENTED } },
                    },
                  },
                },
              ],
            },
            historical_import: true,
            custom_source: "Trade fair 2025, Halle 7",
          },
          relationships: { list: { data: { type: "list", id: NEWSLETTER } } },
        },
      },
    },
    official: ({ profiles }) => {
      const given = { consent: "SUBSCRIBED" as const, consentedAt: new Date(CONSENTED) };
      return profiles.bulkSubscribeProfiles({
        data: {
          type: "profile-subscription-bulk-create-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  id: SARAH,
                  attributes: {
                    email: "sarah.novak1@example.com",
                    phoneNumber: "+15552010000",
                    subscriptions: {
                      email: { marketing: given },
                      sms: { marketing: given, transactional: given },
                      whatsapp: { marketing: given, transactional: given },
                    },
                    ageGatedDateOfBirth: "1987-04-02",
                  },
                },
                {
                  type: "profile",
                  attributes: {
                    email: "kim+trails7@example.com",
                    subscriptions: { email: { marketing: given } },
                  },
                },
              ],
            },
            historicalImport: true,
            customSource: "Trade fair 2025, Halle 7",
          },
          relationships: { list: { data: { type: "list", id: NEWSLETTER } } },
        },
      });
    },
  },
  {
    tool: "bulk_unsubscribe_profiles",
    name: "the smallest valid call",
    args: { profiles: [{ email: "kim+trails7@example.com", channels: ["email"] }] },
    sent: {
      method: "POST",
      path: "/api/profile-subscription-bulk-delete-jobs",
      body: {
        data: {
          type: "profile-subscription-bulk-delete-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "kim+trails7@example.com",
                    subscriptions: { email: { marketing: { consent: "UNSUBSCRIBED" } } },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.bulkUnsubscribeProfiles({
        data: {
          type: "profile-subscription-bulk-delete-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "kim+trails7@example.com",
                    subscriptions: { email: { marketing: { consent: "UNSUBSCRIBED" } } },
                  },
                },
              ],
            },
          },
        },
      }),
  },
  {
    tool: "bulk_unsubscribe_profiles",
    name: "every argument",
    args: {
      profiles: [
        {
          email: "sarah.novak1@example.com",
          phone_number: "+15552010000",
          channels: ["sms", "email", "sms_transactional", "whatsapp", "whatsapp_transactional"],
        },
      ],
      list_id: NEWSLETTER,
    },
    sent: {
      method: "POST",
      path: "/api/profile-subscription-bulk-delete-jobs",
      body: {
        data: {
          type: "profile-subscription-bulk-delete-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "sarah.novak1@example.com",
                    phone_number: "+15552010000",
                    subscriptions: {
                      email: { marketing: { consent: "UNSUBSCRIBED" } },
                      sms: {
                        marketing: { consent: "UNSUBSCRIBED" },
                        transactional: { consent: "UNSUBSCRIBED" },
                      },
                      whatsapp: {
                        marketing: { consent: "UNSUBSCRIBED" },
                        transactional: { consent: "UNSUBSCRIBED" },
                      },
                    },
                  },
                },
              ],
            },
          },
          relationships: { list: { data: { type: "list", id: NEWSLETTER } } },
        },
      },
    },
    official: ({ profiles }) => {
      const taken = { consent: "UNSUBSCRIBED" as const };
      return profiles.bulkUnsubscribeProfiles({
        data: {
          type: "profile-subscription-bulk-delete-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: {
                    email: "sarah.novak1@example.com",
                    phoneNumber: "+15552010000",
                    subscriptions: {
                      email: { marketing: taken },
                      sms: { marketing: taken, transactional: taken },
                      whatsapp: { marketing: taken, transactional: taken },
                    },
                  },
                },
              ],
            },
          },
          relationships: { list: { data: { type: "list", id: NEWSLETTER } } },
        },
      });
    },
  },
];
