import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sandbox } from "../../sandbox/index.ts";
import { isObject } from "../../src/text.ts";
import { PATTERNS, PERSON, planted, REFUSAL } from "./planted.ts";

// A gateway in front of the sandbox's, whose every person is the planted one, in whatever an answer says.

export interface Planting {
  url: string;
  close(): Promise<void>;
}

/** Starts it; what is asked of it is asked of the sandbox. */
export async function startPlanting(sandbox: Sandbox): Promise<Planting> {
  const server = createServer((request, response) => {
    answerOf(request, sandbox.url)
      .then(({ status, headers, text }) => response.writeHead(status, headers).end(text))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf(request: IncomingMessage, to: string) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const own = ["host", "connection", "content-length", "transfer-encoding"];
  const sent = Object.entries(request.headers).filter(([name]) => !own.includes(name));
  const answer = await fetch(`${to}${request.url}`, {
    method: request.method ?? "GET",
    headers: sent.map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length > 0 && { body }),
  });
  const text = await answer.text();
  const of = ["content-length", "content-encoding", "transfer-encoding", "connection"];
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !of.includes(name)));
  const isKlaviyos = request.url?.startsWith("/klaviyo/") && /json/.test(headers["content-type"] ?? "");
  return {
    status: answer.status,
    headers,
    text: isKlaviyos && text !== "" ? JSON.stringify(withPerson(JSON.parse(text))) : text,
  };
}

function withPerson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPerson);
  if (!isObject(value)) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPerson(one)]));
  if (typeof inside.detail === "string" && inside.code !== undefined)
    return { ...inside, detail: `${inside.detail} ${REFUSAL}` };
  if (typeof inside.type !== "string" || !isObject(inside.attributes)) return inside;
  return { ...inside, attributes: attributesWith(inside.type, inside.attributes) };
}

function attributesWith(type: string, attributes: Record<string, unknown>): Record<string, unknown> {
  const own = planted(type);
  if (type === "event") {
    const { event_properties: told } = attributes;
    // Subjects and things are what jobs tell of an event.
    const more = {
      Subject: `${PERSON.first}, ${PATTERNS}`,
      Items: [{ ProductName: `A mug for ${PERSON.last} of ${PERSON.ip}`, Name: PERSON.first }],
    };
    return { ...attributes, event_properties: { ...(told as object), ...own?.event_properties, ...more } };
  }
  return own ? { ...attributes, ...own } : attributes;
}
