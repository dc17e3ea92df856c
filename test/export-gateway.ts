import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFilter } from "../src/jsonapi/filter.ts";
import type { Files } from "../src/tool/files.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { connectionsOf } from "./in-process.ts";

// A gateway with as many people as a test wants, who came at times of its choice. It filters and sorts as Klaviyo does.

export interface Person {
  id: string;
  created: number;
}

/** People who came one after the other: `at` gives the milliseconds between the first and the one at this place. */
export const peopleOf = (total: number, at: (index: number) => number): Person[] =>
  Array.from({ length: total }, (_, index) => ({
    id: `P${index}`,
    created: Math.floor((Date.UTC(2020, 0, 1) + at(index)) / 1000) * 1000,
  }));

/** The page of people that a request asks for, at most a hundred. */
export function pageOf(people: readonly Person[], { path, query }: GatewayRequest): object {
  const given = (name: string) => query.find(([one]) => one === name)?.[1];
  const filter = String(given("filter") ?? "");
  const size = Number(given("page[size]") ?? 20);
  const from = Number(given("page[cursor]") ?? 0);
  const clauses = filter === "" ? [] : parseFilter(filter);
  let [first, end] = [0, people.length];
  for (const node of clauses) {
    if ("group" in node || node.field !== "created" || !node.value || !("text" in node.value)) continue;
    const time = Date.parse(node.value.text);
    if (node.operator === "greater-than") first = Math.max(first, countUntil(people, time));
    else end = Math.min(end, countUntil(people, time - 1));
  }
  // They came in this order: unasked it is another, as it may be at Klaviyo's.
  const came = people.slice(first, Math.max(first, end));
  const selected = given("sort") === "created" ? came : came.reverse();
  const data = selected.slice(from, from + size).map(({ id, created }) => ({
    type: "profile",
    id,
    attributes: {
      email: `${id}@example.com`.toLowerCase(),
      first_name: id,
      created: new Date(created).toISOString().replace(".000Z", "+00:00"),
      properties: { tier: "gold" },
    },
  }));
  const next =
    from + size < selected.length ? `https://a.klaviyo.com${path}?page%5Bcursor%5D=${from + size}` : null;
  return { data, links: { next } };
}

/** How many of them came until then. */
function countUntil(people: readonly Person[], time: number): number {
  let [low, high] = [0, people.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((people[middle]?.created ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a gateway of these people answers. */
export const answeringFor =
  (people: readonly Person[]) =>
  (request: GatewayRequest): object =>
    request.host === "control" ? connectionsOf("c1") : pageOf(people, request);

/** A folder of a test's own. */
export const newFolder = () => realpathSync(mkdtempSync(join(tmpdir(), `klaviyo-${randomUUID()}-`)));

/** The lines of a file in it, without the mark that it is UTF-8. */
export const linesOf = (folder: string, name: string) =>
  readFileSync(join(folder, name), "utf8")
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter(Boolean);

/** A folder in memory, for clocks that no disk keeps up with: what is in it, and a file's rows once it is finished. */
export class MemoryFolder implements Files {
  readonly writer = "memory 1 test";
  readonly isGone = () => false;
  readonly texts = new Map<string, string>();

  read = async (name: string) => Buffer.from(this.texts.get(name) ?? "");
  table = () => Promise.reject(new Error("no tables here"));
  has = async (name: string) => this.texts.has(name);
  write = async (name: string, text: string) => void this.texts.set(name, text);
  remove = async (name: string) => void this.texts.delete(name);

  async publish(name: string, as: string): Promise<void> {
    this.texts.set(as, this.texts.get(name) ?? "");
    this.texts.delete(name);
  }

  async grow(name: string) {
    let chunks = [this.texts.get(name) ?? ""];
    const { texts } = this;
    const file = {
      size: Buffer.byteLength(chunks.join("")),
      append: async (bytes: Uint8Array) => {
        chunks.push(Buffer.from(bytes).toString());
        file.size += bytes.length;
      },
      cut: async (size: number) => {
        chunks = [Buffer.from(chunks.join("")).subarray(0, size).toString()];
        file.size = size;
      },
      keep: async () => void texts.set(name, chunks.join("")),
      close: async () => void texts.set(name, chunks.join("")),
    };
    texts.set(name, chunks.join(""));
    return file;
  }

  rows(name: string): string[] {
    return (this.texts.get(name) ?? "").split("\r\n").filter(Boolean).slice(1);
  }
}
