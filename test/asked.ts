import { startSandbox } from "../sandbox/index.ts";

// The sandbox asked over plain HTTP, as anybody's client would ask Klaviyo through the gateway.

/** What is asked: method and path below /api/, as `GET lists`. */
export interface Question {
  body?: unknown;
  query?: Record<string, string>;
  revision?: string;
  headers?: Record<string, string>;
}

/** An answer as it came over the wire; `json` is undefined where there was no body. */
export interface Told {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into at any depth
  json: any;
}

export type Ask = (what: string, question?: Question) => Promise<Told>;

/** A sandbox and the way to ask it; `now` sets the account's clock. */
export async function startAsking(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox({ limits: "off", ...options });
  const ask: Ask = async (what, { body, query = {}, revision = "2026-07-15", headers = {} } = {}) => {
    const [method = "GET", path = ""] = what.split(" ");
    const url = new URL(`${sandbox.url}/klaviyo/api/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const response = await fetch(url, {
      method,
      headers: {
        authorization: "Bearer key",
        ...(revision && { revision }),
        ...(body !== undefined && { "content-type": "application/vnd.api+json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === "" ? undefined : JSON.parse(text),
    };
  };
  return { sandbox, ask };
}

/** What a body says of a new or changed thing. */
export const data = (type: string, attributes: object, more: object = {}) => ({
  data: { type, attributes, ...more },
});

/** A relationship of a body. */
export const to = (type: string, ...ids: string[]) => ({
  data: ids.length === 1 ? { type, id: ids[0] } : ids.map((id) => ({ type, id })),
});

/** A body that subscribes people to e-mail; a list if one is named. */
export function subscribing(people: object[], listId?: string, more: object = {}) {
  const profiles = people.map((one) => ({
    type: "profile",
    attributes: { subscriptions: { email: { marketing: { consent: "SUBSCRIBED" } } }, ...one },
  }));
  return data(
    "profile-subscription-bulk-create-job",
    { profiles: { data: profiles }, ...more },
    listId ? { relationships: { list: to("list", listId) } } : {},
  );
}
