import type { OperationTool } from "../../src/tool/tool.ts";

// A person whom nobody but Klaviyo knows, wherever an answer may have one.

export const MASK = ["--mask", "people"];
export const MASK_ENV = { KLAVIYO_MCP_MASK_KEY: "a-key-of-the-tests-own-0123456789abcdef" };

export const PERSON = {
  email: "zelda.quint@planted.example",
  phone: "+4930901820111",
  national: "(415) 555-0187",
  first: "Zelda",
  last: "Quintessa",
  street: "Plantedweg 17b",
  zip: "PL4 7ED",
  born: "1987-06-05",
  ip: "203.0.113.77",
  ip6: "2001:db8:77::42",
  push: "apns-PLANTED-token-77",
  words: "I planted a whole sentence of my own here",
  quote: "planted a smart quote of what I wrote",
  gated: "1987-06-07",
  whatsapp: "+4930901820999",
  latitude: "50.123456",
  home: "030 90182099",
  line: "Plantedhof 3",
} as const;

/** What must not be found in anything that a model reads. */
export const PLANTED: readonly string[] = [
  ...Object.values(PERSON),
  "zelda.quint%40planted.example",
  "4930901820111",
  "4930901820999",
];

const wide = [...PERSON.email].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join("");

const PROFILE = {
  type: "profile",
  id: "01PERSON",
  attributes: {
    email: PERSON.email,
    phone_number: PERSON.phone,
    external_id: PERSON.email,
    first_name: PERSON.first,
    last_name: PERSON.last,
    location: {
      address1: PERSON.street,
      zip: PERSON.zip,
      ip: PERSON.ip,
      city: "Bonn",
      latitude: Number(PERSON.latitude),
    },
    age_gated_date_of_birth: PERSON.gated,
    subscriptions: {
      push: { tokens: [{ token: PERSON.push }] },
      whatsapp: { marketing: { phone_number: PERSON.whatsapp } },
    },
    properties: { Birthday: PERSON.born, "Shipping Address": { name: PERSON.first }, note: PERSON.words },
  },
};

const PROPERTIES = {
  CustomerEmail: PERSON.email,
  ShippingAddress: {
    FirstName: PERSON.first,
    Address1: PERSON.street,
    Phone: PERSON.national,
    Zip: PERSON.zip,
  },
  "Date of Birth": PERSON.born,
  "Client IP": PERSON.ip6,
  Comment: PERSON.words,
  raw: JSON.stringify({ last_name: PERSON.last, seen: `from ${PERSON.ip}` }),
  link: "https://shop.example/me?who=zelda.quint%40planted.example",
  device_token: PERSON.push,
  note_attributes: [{ name: "Phone", value: PERSON.home }],
  customer: { name: PERSON.first, address: { line1: PERSON.line, city: "Bonn" } },
  Subject: `${PERSON.first}, your cart`,
  wide,
};

/** What stands in any text of an answer: what it looks like tells. */
export const PATTERNS = `${PERSON.email} ${PERSON.phone} ${PERSON.national} ${PERSON.ip} ${PERSON.ip6}`;

const ATTRIBUTES: Readonly<Record<string, object>> = {
  profile: PROFILE.attributes,
  event: { event_properties: PROPERTIES, timestamp: 1 },
  "push-token": { token: PERSON.push },
  review: {
    email: PERSON.email,
    author: `${PERSON.first} ${PERSON.last}`,
    content: PERSON.words,
    title: PERSON.words,
    smart_quote: PERSON.quote,
    public_reply: { author: PERSON.last, content: PERSON.words },
  },
  "customer-agent-message": { content: PERSON.words },
  "customer-agent-response": { events: [{ content: PERSON.words, email: PERSON.email }] },
  "import-error": { detail: PATTERNS, original_payload: PROFILE },
  "object-record": { record_properties: PROPERTIES },
  "object-ingestion-log": { errors: [PATTERNS], summary: PROPERTIES },
  "metric-property": { property: "Last Name", label: "Last Name", sample_values: [PERSON.last] },
};

/** What a resource of this type says of the person; undefined where it says nothing. */
export const planted = (type: string): Record<string, object> | undefined =>
  ATTRIBUTES[type] as Record<string, object> | undefined;

/** What a segment asks for. */
const CONDITION = {
  type: "profile-property",
  property: "last_name",
  filter: { type: "string", operator: "equals", value: PERSON.last },
};
/** Types whose own texts an account wrote: their addresses are its own. */
const plain = { name: "n", status: "complete" };

function resource(type: string): object {
  const own = ATTRIBUTES[type] ?? {
    ...plain,
    ...(type === "segment" ? { note: PATTERNS, definition: [CONDITION] } : { note: "n" }),
  };
  return {
    type,
    id: "1",
    attributes: own,
    relationships: { profile: { data: { type: "profile", id: "01PERSON" } } },
  };
}

/** A document such as a success of an operation has, with the person in all that may have one. */
export function plantedDocument({ result, request }: OperationTool): unknown {
  const type = "resource" in result ? result.resource.type : "report";
  const many = result.kind === "collection" || result.kind === "rows";
  const included = [PROFILE, ...["event", "review", "push-token"].map(resource)];
  const data =
    result.kind === "rows" || type === "report"
      ? { type, id: "1", attributes: { results: [], dates: [], data: [] } }
      : resource(type);
  return { data: many ? [data] : data, included, links: { self: request.path } };
}

/** A refusal of Klaviyo's that repeats what it was sent. */
export const REFUSAL = `A profile with ${PERSON.email} or ${PERSON.phone} from ${PERSON.ip} exists`;

/** A list as Klaviyo answers with one. */
export const listOf = (...data: object[]) => ({ data, links: {} });

/** The person, with what a test is about. */
export const profileWith = (more: object = {}) => ({
  type: "profile",
  id: "01PERSON",
  attributes: { email: PERSON.email, first_name: PERSON.first, last_name: PERSON.last, ...more },
});

/** What the person did, with properties of the account's own. */
export const eventWith = (event_properties: object) => ({
  type: "event",
  id: "E1",
  attributes: { event_properties },
});
