import type { Case } from "./case.ts";

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const MISAKI = "01HWZ8Q85R7Z8KW3EA7XHP41JK";

const LOCATION = {
  address1: "12 Rue de l’Église",
  address2: "Apt 3",
  city: "Québec",
  region: "QC",
  zip: "G1R 4S9",
  country: "Canada",
  latitude: 46.8139,
  longitude: -71.208,
  timezone: "America/Toronto",
  ip: "203.0.113.7",
};
const PROPERTIES = {
  "Loyalty Tier": "Gold",
  favouriteColors: ["red", "blue"],
  nested_Value: { isVip: true },
};
/** The same on either side but for the names of two words. */
const PERSON = {
  email: "zoë.o'neil+vip@example.com",
  organization: "Neil & Sons",
  locale: "fr-CA",
  title: "Buyer",
  image: "https://cdn.example.com/zoe.png",
  location: LOCATION,
  properties: PROPERTIES,
};
const NAMES = {
  phone_number: "+15552019999",
  external_id: "crm/4711",
  first_name: "Zoë",
  last_name: "O’Neil",
};
const OFFICIAL_NAMES = {
  phoneNumber: "+15552019999",
  externalId: "crm/4711",
  firstName: "Zoë",
  lastName: "O’Neil",
};
const PATCH = {
  append: { "Favorite Categories": "Climbing" },
  unappend: { "Favorite Categories": "Packs" },
};

// Rows with unset_properties are not held against the vendor's client: it throws on every patchProperties.unset, since
// its list of the types of that field has them as HTML ("Array&lt;string&gt;").

/** Writes to single profiles: create_profile, update_profile, create_or_update_profile. */
export const profileChangesCases: readonly Case[] = [
  {
    tool: "create_profile",
    name: "the smallest valid call",
    args: { email: "new.customer+1@example.com" },
    sent: {
      method: "POST",
      path: "/api/profiles",
      body: { data: { type: "profile", attributes: { email: "new.customer+1@example.com" } } },
    },
    official: ({ profiles }) =>
      profiles.createProfile({
        data: { type: "profile", attributes: { email: "new.customer+1@example.com" } },
      }),
    reads: { data: { email: "new.customer+1@example.com" } },
  },
  {
    tool: "create_profile",
    name: "every argument",
    args: { ...PERSON, ...NAMES },
    sent: {
      method: "POST",
      path: "/api/profiles",
      body: { data: { type: "profile", attributes: { ...PERSON, ...NAMES } } },
    },
    official: ({ profiles }) =>
      profiles.createProfile({ data: { type: "profile", attributes: { ...PERSON, ...OFFICIAL_NAMES } } }),
    reads: { data: { external_id: "crm/4711", location: LOCATION, properties: PROPERTIES } },
  },
  {
    tool: "update_profile",
    name: "the smallest valid call",
    args: { profile_id: MISAKI, first_name: "Misaki" },
    sent: {
      method: "PATCH",
      path: `/api/profiles/${MISAKI}`,
      body: { data: { type: "profile", id: MISAKI, attributes: { first_name: "Misaki" } } },
    },
    official: ({ profiles }) =>
      profiles.updateProfile(MISAKI, {
        data: { type: "profile", id: MISAKI, attributes: { firstName: "Misaki" } },
      }),
    reads: { data: { id: MISAKI, first_name: "Misaki", last_name: "Kim" } },
  },
  {
    tool: "update_profile",
    name: "every argument but clear and unset_properties",
    args: {
      profile_id: SARAH,
      ...PERSON,
      ...NAMES,
      append_properties: PATCH.append,
      unappend_properties: PATCH.unappend,
    },
    sent: {
      method: "PATCH",
      path: `/api/profiles/${SARAH}`,
      body: {
        data: {
          type: "profile",
          id: SARAH,
          attributes: { ...PERSON, ...NAMES },
          meta: { patch_properties: PATCH },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.updateProfile(SARAH, {
        data: {
          type: "profile",
          id: SARAH,
          attributes: { ...PERSON, ...OFFICIAL_NAMES },
          meta: { patchProperties: PATCH },
        },
      }),
    reads: {
      data: {
        external_id: "crm/4711",
        // Merged key by key: what was not named is still there.
        properties: { favouriteColors: ["red", "blue"], "Shopify Tags": "gift, wholesale-lead" },
      },
    },
  },
  {
    tool: "update_profile",
    name: "attributes to clear",
    args: { profile_id: SARAH, clear: ["phone_number", "title"] },
    sent: {
      method: "PATCH",
      path: `/api/profiles/${SARAH}`,
      body: { data: { type: "profile", id: SARAH, attributes: { phone_number: null, title: null } } },
    },
    official: ({ profiles }) =>
      profiles.updateProfile(SARAH, {
        data: { type: "profile", id: SARAH, attributes: { phoneNumber: null, title: null } },
      }),
    reads: { data: { id: SARAH, email: "sarah.novak1@example.com" } },
  },
  {
    tool: "update_profile",
    name: "properties to unset, and a location to clear",
    args: { profile_id: SARAH, clear: ["location"], unset_properties: ["Birthday", "Last Survey"] },
    sent: {
      method: "PATCH",
      path: `/api/profiles/${SARAH}`,
      body: {
        data: {
          type: "profile",
          id: SARAH,
          attributes: { location: null },
          meta: { patch_properties: { unset: ["Birthday", "Last Survey"] } },
        },
      },
    },
  },
  {
    tool: "update_profile",
    name: "properties alone, with the attributes that Klaviyo requires empty",
    args: { profile_id: SARAH, append_properties: { "Favorite Categories": "Climbing" } },
    sent: {
      method: "PATCH",
      path: `/api/profiles/${SARAH}`,
      body: {
        data: {
          type: "profile",
          id: SARAH,
          attributes: {},
          meta: { patch_properties: { append: { "Favorite Categories": "Climbing" } } },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.updateProfile(SARAH, {
        data: {
          type: "profile",
          id: SARAH,
          attributes: {},
          meta: { patchProperties: { append: { "Favorite Categories": "Climbing" } } },
        },
      }),
    reads: { data: { properties: { "Favorite Categories": ["Packs", "Tents", "Climbing"] } } },
  },
  {
    tool: "create_or_update_profile",
    name: "the smallest valid call",
    args: { external_id: "crm/4711" },
    sent: {
      method: "POST",
      path: "/api/profile-import",
      body: { data: { type: "profile", attributes: { external_id: "crm/4711" } } },
    },
    official: ({ profiles }) =>
      profiles.createOrUpdateProfile({ data: { type: "profile", attributes: { externalId: "crm/4711" } } }),
    reads: { data: { external_id: "crm/4711" } },
  },
  {
    tool: "create_or_update_profile",
    name: "every argument but unset_properties",
    args: {
      profile_id: SARAH,
      ...PERSON,
      ...NAMES,
      append_properties: PATCH.append,
      unappend_properties: PATCH.unappend,
    },
    sent: {
      method: "POST",
      path: "/api/profile-import",
      body: {
        data: {
          type: "profile",
          id: SARAH,
          attributes: { ...PERSON, ...NAMES },
          meta: { patch_properties: PATCH },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.createOrUpdateProfile({
        data: {
          type: "profile",
          id: SARAH,
          attributes: { ...PERSON, ...OFFICIAL_NAMES },
          meta: { patchProperties: PATCH },
        },
      }),
    reads: { data: { id: SARAH, organization: "Neil & Sons" } },
  },
  {
    tool: "create_or_update_profile",
    name: "properties to unset",
    args: { email: "sarah.novak1@example.com", unset_properties: ["Birthday"] },
    sent: {
      method: "POST",
      path: "/api/profile-import",
      body: {
        data: {
          type: "profile",
          attributes: { email: "sarah.novak1@example.com" },
          meta: { patch_properties: { unset: ["Birthday"] } },
        },
      },
    },
    reads: { data: { id: SARAH } },
  },
];
