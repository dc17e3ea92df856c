import { strict as assert } from "node:assert";
import type { Sandbox } from "../../sandbox/index.ts";

/** A resource as JSON:API has it. */
export interface Resource {
  type: string;
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes are looked into at any depth
  attributes: Record<string, any>;
  relationships: Record<string, { data?: { id: string } | { id: string }[] | null }>;
}

interface Document {
  data: Resource | Resource[] | null;
  links?: { next?: string | null };
}

const REVISION = "2026-07-15";

/** The account as it is, read from the gateway itself: nothing of the server's stands in between. */
export class Account {
  readonly #sandbox: Sandbox;
  readonly #connection: string | undefined;

  /** The account of a connection; without one the only account there is. */
  constructor(sandbox: Sandbox, connection?: string) {
    this.#sandbox = sandbox;
    this.#connection = connection;
  }

  /** Another account, by its organisation's name. */
  async called(name: string): Promise<Account> {
    const { connections } = (await (
      await fetch(`${this.#sandbox.url}/connections`, { headers: { authorization: "Bearer raw" } })
    ).json()) as { connections: { connection_id: string }[] };
    for (const { connection_id } of connections) {
      const account = new Account(this.#sandbox, connection_id);
      const [{ attributes } = assert.fail("no account")] = await account.all("/api/accounts");
      if (attributes.contact_information.organization_name === name) return account;
    }
    return assert.fail(`no account is called ${name}`);
  }

  /** Everything that a path lists, page after page. */
  async all(path: string): Promise<Resource[]> {
    const found: Resource[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const { data, links } = await this.send("GET", next);
      found.push(...[data ?? []].flat());
      // The next page is on Klaviyo's own host; the path is the same here.
      next = links?.next?.replace(/^https?:\/\/[^/]+/, "");
    }
    return found;
  }

  /** What one path has. */
  async one(path: string): Promise<Resource> {
    const { data } = await this.send("GET", path);
    assert(data && !Array.isArray(data), `${path} is one resource`);
    return data;
  }

  /** The only one of a list whose attribute has this value. */
  async named(path: string, value: string, attribute = "name"): Promise<Resource> {
    const found = (await this.all(path)).filter(({ attributes }) => attributes[attribute] === value);
    assert.equal(found.length, 1, `${path} has one ${value}`);
    return found[0] as Resource;
  }

  /** Events of a metric by its name. */
  async events(metric: string, filter = ""): Promise<Resource[]> {
    const { id } = await this.named("/api/metrics", metric);
    return this.all(`/api/events?filter=equals(metric_id,"${id}")${filter}&page[size]=1000`);
  }

  /** Sends one request as it is written. */
  async send(method: string, path: string, body?: unknown): Promise<Document> {
    const response = await fetch(`${this.#sandbox.url}/klaviyo${path.replaceAll("+", "%2B")}`, {
      method,
      headers: {
        authorization: "Bearer raw",
        revision: REVISION,
        ...(this.#connection && { "maton-connection": this.#connection }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert(response.ok, `${method} ${path}: ${text}`);
    return text === "" ? { data: null } : (JSON.parse(text) as Document);
  }
}

/** Ids that a relationship leads to. */
export function linked({ relationships }: Resource, name: string): string[] {
  return [relationships[name]?.data ?? []].flat().map(({ id }) => id);
}
