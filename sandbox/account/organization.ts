import type { Resource } from "../resource.ts";

/** What the shop calls itself as a sender of messages. */
export const SENDER = { label: "Northwind Outfitters", email: "hello@northwind-outfitters.example.com" };

/** Where the shop sells. */
export const SHOP_URL = "https://northwind-outfitters.example.com";

/** The one account that the sandbox's key belongs to. */
export function seedOrganization(): Resource {
  return {
    type: "account",
    id: "Nw8oUt",
    attributes: {
      test_account: false,
      contact_information: {
        default_sender_name: SENDER.label,
        default_sender_email: SENDER.email,
        website_url: SHOP_URL,
        organization_name: "Northwind Outfitters",
        street_address: {
          address1: "125 Summit Street",
          address2: "Floor 3",
          city: "Burlington",
          region: "VT",
          country: "United States",
          zip: "05401",
        },
      },
      industry: "Ecommerce, Apparel & Accessories",
      timezone: "America/New_York",
      preferred_currency: "USD",
      public_api_key: "Nw8oUt",
      locale: "en-US",
    },
    relationships: {},
  };
}
