/** What a value says of a person. */
export type Said =
  /** One or more names of theirs. */
  | "name"
  /** An address, a number, a date of birth … */
  | "detail"
  /** What they or others wrote freely. */
  | "text";

/** What the attributes of a type of resource say of persons, by path; lists count as what is in them. */
export interface PersonFacts {
  says: Readonly<Record<string, Said>>;
  /** Attributes that hold an account's own names and values: what they say is told by their keys. */
  open?: readonly string[];
  /** Attributes that tell somebody from others without saying who they are: shown, and taken as tokens too. */
  identifies?: readonly string[];
  /** One attribute names what the values of the other are. */
  sample?: { key: readonly string[]; values: string };
}

const LOCATION = {
  "location.address1": "detail",
  "location.address2": "detail",
  "location.zip": "detail",
  "location.latitude": "detail",
  "location.longitude": "detail",
  "location.ip": "detail",
} as const;

const WHATSAPP = {
  "subscriptions.whatsapp.conversational.phone_number": "detail",
  "subscriptions.whatsapp.marketing.phone_number": "detail",
  "subscriptions.whatsapp.transactional.phone_number": "detail",
} as const;

/** The types of resource that are about persons, or hold what they did or wrote. */
export const PEOPLE: Readonly<Record<string, PersonFacts>> = {
  profile: {
    says: {
      email: "detail",
      phone_number: "detail",
      first_name: "name",
      last_name: "name",
      age_gated_date_of_birth: "detail",
      "subscriptions.push.tokens.token": "detail",
      ...WHATSAPP,
      ...LOCATION,
    },
    open: ["properties"],
    identifies: ["external_id", "anonymous_id", "_kx"],
  },
  event: { says: {}, open: ["event_properties", "properties"] },
  "push-token": { says: { token: "detail" } },
  review: {
    says: {
      email: "detail",
      author: "name",
      title: "text",
      content: "text",
      smart_quote: "text",
      "public_reply.author": "name",
      "public_reply.content": "text",
    },
  },
  conversation: { says: {} },
  "customer-agent-conversation": { says: {} },
  "customer-agent-message": { says: { content: "text" } },
  "customer-agent-response": { says: {}, open: ["events"] },
  "import-error": { says: {}, open: ["original_payload"] },
  "object-record": { says: {}, open: ["record_properties"] },
  "object-ingestion-log": { says: {}, open: ["errors", "summary"] },
  "metric-property": { says: {}, sample: { key: ["property", "label"], values: "sample_values" } },
};

/** Types of resource that an account wrote: addresses in them are its own, and stay. */
export const OWN: ReadonlySet<string> = new Set([
  "account",
  "agent-knowledge",
  "agent-skill",
  "agent-tool",
  "application",
  "brand-email-default",
  "brand-social-group",
  "campaign",
  "campaign-message",
  "campaign-variation",
  "catalog-item",
  "catalog-variant",
  "coupon",
  "customer-agent",
  "flow-message",
  "form",
  "form-version",
  "sending-domain",
  "template",
  "template-universal-content",
  "text-messaging-configuration",
  "text-messaging-sender",
  "text-messaging-sender-registration",
  "translation",
  "web-feed",
  "webhook",
]);

/** Whose address a message is sent from or answered to, wherever it stands: the account's. */
export const SENDERS: ReadonlySet<string> = new Set([
  "from_email",
  "reply_to_email",
  "cc_email",
  "bcc_email",
  "default_sender_email",
]);

/** What an attribute of a type says, by its path without positions. */
export function saidBy(type: string, path: string): Said | undefined {
  const says = Object.hasOwn(PEOPLE, type) ? PEOPLE[type]?.says : undefined;
  return says && Object.hasOwn(says, path) ? says[path] : undefined;
}

/** Whether an argument that is this attribute takes a person's value back. */
export function takesBack(type: string, path: string): boolean {
  const said = saidBy(type, path);
  return said === "name" || said === "detail" || PEOPLE[type]?.identifies?.includes(path) === true;
}

/** Whether an attribute tells a person from others and is shown as it is. */
export function isShown(attribute: string): boolean {
  return attribute === "id" || PEOPLE.profile?.identifies?.includes(attribute) === true;
}

const WHOSE =
  "customer|buyer|recipient|contact|shopper|subscriber|billing|shipping|delivery|bill to|ship to|card ?holder|guest";
/** Of whom things are told as well; what is called so and nothing more may be a status of theirs. */
const OTHERS = "member|owner|attendee|passenger|patient|student|purchaser|payer|donor|friend|spouse";
const NAME = new RegExp(
  [
    `(?:^| )(?:first|last|full|middle|given|family|maiden|nick|user|child|parent|${WHOSE}|${OTHERS}) ?names?(?: \\d)?$`,
    "(?:^| )names? (?:first|last|middle|full)$",
    `^(?:surname|forename|[fl] ?name|author|reviewer|attn|attention|${WHOSE})$`,
  ].join("|"),
);
/** Where something of a person is used, behind what it is: `phone_home`, `Email 2`. */
const WHERE = "(?: (?:home|work|mobile|cell|private|other|primary|secondary|main|formatted|raw))?(?: \\d)?$";
const DETAIL = new RegExp(
  [
    "e ?mails?(?: address(?:es)?)?",
    "(?:phone|mobile|telephone|cell|cellphone|tel|fax|whatsapp)s?(?: ?(?:numbers?|no|nr))?",
    "(?:contact|sms|to|from) ?(?:numbers?|no|nr)|msisdn",
    "(?:street|address)(?:es)?(?: ?(?:address|line|name|number|no|nr))?|house ?(?:number|no|nr)",
    "(?:zip|postal|post)(?: ?codes?)?|pin ?code",
    "latitude|longitude|lat|lng|lon|coordinates|geo ?(?:location|point)",
    "birth ?(?:days?|date|month|year)|(?:date|month|year|day) of birth|birth|dob|d o b|b ?day",
    "(?:client |browser |remote )?ips?(?: ?(?:address(?:es)?|addr))?(?: ?v?\\d)?",
    "(?:push|device|fcm|apns|registration) ?tokens?",
  ]
    .map((one) => `(?:^| )(?:${one})${WHERE}`)
    .join("|"),
);
/** What may stand in parts, each of which tells of it; of an address the city and the country are shown. */
const PARTED = /(?:^| )(?:birth|dob|b ?day|e ?mail|phone|telephone|mobile|msisdn)/;
/** How many there are of something: two addresses. */
const MANY = /(?<!coordinate)s$/i;
const MOST_COUNTED = 1000;
const IN_ADDRESS = /^(?:line ?\d|apartment|apt|building|house)(?: (?:number|no|nr))?$/;
const TEXT =
  /^(?:.* )?(?:message ?body|body|comments?|notes?|feedback|messages?|transcript|instructions|review(?: ?(?:text|content|body|title))?|reply|answers?|question|content|text)$/;
const PERSON = new RegExp(`(?:^| )(?:${WHOSE}|${OTHERS}|person|user|profile|address)(?:$| )`);

/**
 * What a value of an account's own says, by what it is called: `BillingAddress.FirstName`, `$phone_number`, `Date of
 * birth`. `within` says that it stands in what is called after a person.
 */
export function saidByKey(key: string, within: boolean): Said | undefined {
  const words = wordsOf(key);
  if (NAME.test(words) || (within && /^(?:name|company ?name)$/.test(words))) return "name";
  if (DETAIL.test(words) || (within && IN_ADDRESS.test(words))) return "detail";
  return TEXT.test(words) ? "text" : undefined;
}

/** Whether what stands in an object of this key is a person's. */
export function isPerson(key: string): boolean {
  return PERSON.test(wordsOf(key));
}

/** Whether all that stands in an object of this key is one detail: the day, the month and the year of a birthday. */
export function isOneDetail(key: string): boolean {
  return saidByKey(key, false) === "detail" && PARTED.test(wordsOf(key));
}

/** Whether a value counts what it is called, and is none of it. */
export function isCount(key: string, value: string | number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value < MOST_COUNTED && MANY.test(key);
}

/** Whether what is called so in what a person did is what the account calls something of its own. */
export function isOwnName(key: string): boolean {
  return /(?:^| )(?:campaign|flow|message|list|segment|form|template|variation|metric) names?$/.test(
    wordsOf(key),
  );
}

/** Whether what is called so is an address or a number of somebody's. */
export function isContact(key: string): boolean {
  return (
    /(?:^| )(?:e ?mails?|phones?|mobile|telephone)\b/.test(wordsOf(key)) && saidByKey(key, false) === "detail"
  );
}

function wordsOf(key: string): string {
  return key
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{L})(\d)/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(" ");
}
