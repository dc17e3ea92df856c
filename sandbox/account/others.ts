import type { Resource } from "../resource.ts";
import type { Seed } from "./seed.ts";

/** What another account has that the first has not: its name, its place, and its own share of what happened. */
interface Other {
  id: string;
  name: string;
  /** What its messages come from. */
  sender: string;
  timezone: string;
  currency: string;
  /** Of the people of the first account, these did something here: each `of`th, from `from` on. */
  active: { from: number; of: number };
  /** What is called otherwise here, by type and name. */
  called: Record<string, Record<string, string>>;
}

const OTHERS: readonly Other[] = [
  {
    id: "Sb2nd9",
    name: "Second Sandbox Shop",
    sender: "hello@second-sandbox-shop.example.com",
    timezone: "America/New_York",
    currency: "USD",
    active: { from: 0, of: 2 },
    called: { list: { "Trail Running Club": "Runners" } },
  },
  {
    id: "Fj4lKf",
    name: "Fjell & Kyst",
    sender: "hei@fjell-kyst.example.com",
    timezone: "Europe/Oslo",
    currency: "NOK",
    active: { from: 1, of: 3 },
    called: {
      list: {
        "Trail Running Club": "Fjellklubben",
        "Holiday Waitlist": "Venteliste jul",
        "VIP Early Access": "Faste kunder",
      },
      metric: { "Submitted Search": "Søk" },
      "tag-group": { Season: "Sesong" },
      tag: { Spring: "Vår", Wholesale: "Engros" },
      segment: { "Engaged (30 days)": "Engasjerte", "Newsletter, no order in 60 days": "Uten kjøp" },
      template: { "Welcome: Product Grid": "Velkommen", "Newsletter: Reminder": "Påminnelse" },
      "template-universal-content": { "Legal footer": "Bunntekst", "Trail Club badge": "Klubbmerke" },
      flow: {
        "Welcome Series": "Velkomst",
        "Abandoned Checkout": "Forlatt kurv",
        "Customer Winback": "Savnet",
        "Price Drop": "Prisfall",
      },
    },
  },
];

/** The name and id of one account more than these, by its number. */
const furtherName = (at: number): Pick<Other, "id" | "name"> => ({
  id: `Sh${String(at).padStart(4, "0")}`,
  name: `Sandbox Shop ${at + 1}`,
});

/**
 * The account at a place after the first: the same kind of shop with ids, a name, and figures of its own, so that a
 * write to the wrong one shows, and an id of another account is nothing here. The fourth and all after it have the
 * second one's data. `ids` are those of the first account.
 */
export function otherAccount(seed: Seed, at: number, ids: ReadonlySet<string>): Seed {
  const further = at > OTHERS.length;
  const kind = OTHERS[further ? 0 : at - 1] as Other;
  const other: Other = { ...kind, ...(further && furtherName(at)) };
  const [own] = seed("account");
  return (type) => {
    const text = inOther(JSON.stringify(seed(type)), ids, other, String(own?.id));
    const resources: Resource[] = JSON.parse(text);
    const names = other.called[type] ?? {};
    for (const { attributes } of resources) {
      const name = String(attributes.name);
      if (names[name] !== undefined) attributes.name = names[name];
      if (attributes._statistics) attributes._statistics = shareOf(attributes._statistics, other);
    }
    if (type === "account") return resources.map((one) => renamed(one, other));
    return type === "event" ? resources.filter((one) => isOf(one, other)) : resources;
  };
}

function renamed(account: Resource, { name, id, sender, timezone, currency }: Other): Resource {
  const contact = account.attributes.contact_information as object;
  const own = { organization_name: name, default_sender_name: name, default_sender_email: sender };
  const said = { public_api_key: id, timezone, preferred_currency: currency };
  return {
    ...account,
    attributes: { ...account.attributes, ...said, contact_information: { ...contact, ...own } },
  };
}

/** An event of somebody who did something in this account. */
function isOf({ relationships }: Resource, { active }: Other): boolean {
  const [person] = [relationships.profile ?? []].flat();
  const letters = [...(person?.id ?? "")].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return letters % active.of === active.from;
}

/** What a message came to where only some of the people do anything. */
function shareOf(figures: object, { active }: Other): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, Math.floor(Number(figure) / active.of)]),
  );
}

/** What the account holds of a type as JSON, with its own ids and its own money. */
function inOther(text: string, ids: ReadonlySet<string>, { id, currency }: Other, first: string): string {
  return text
    .replace(/"(\w{6,7}|01\w{24})"/g, (quoted, one: string) => {
      if (one === first) return `"${id}"`;
      return ids.has(one) ? `"${turned(one)}"` : quoted;
    })
    .replaceAll('"USD"', `"${currency}"`);
}

const CLASSES = ["ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789"];

/** An id of the same look: each letter is the next one of its kind, save the first three of a long one. */
function turned(id: string): string {
  const kept = id.length > 7 ? 3 : 0;
  const rest = [...id.slice(kept)].map((letter) => {
    const kind = CLASSES.find((one) => one.includes(letter));
    return kind ? (kind[(kind.indexOf(letter) + 1) % kind.length] ?? letter) : letter;
  });
  return id.slice(0, kept) + rest.join("");
}
