import { randomUUID } from "node:crypto";

/** A connection as Maton's control API shows it. */
export interface Connection {
  connection_id: string;
  status: "ACTIVE" | "PENDING" | "FAILED";
  creation_time: string;
  last_updated_time: string;
  url: string;
  app: string;
  method: string;
  metadata: Record<string, never>;
}

/** How many connections there are at the start, and in what state; a number is so many active ones. */
export type ConnectionMode = "one" | "two" | "none" | "pending" | number;

/** First connections have the same ids in every run. */
const FIRST = [
  "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601",
  "8e42b0c7-31d9-4f5e-b2a6-0f9c64d7e802",
  "c05d7e18-94ab-4c62-8d3f-7b1e20f6a903",
];
const PENDING = "4b95a3e8-72f4-4d18-8c3f-a6d05b1e9703";
const HOW_MANY = { one: 1, two: 2, none: 0, pending: 0 };

/** The id of one connection more, the same in every run. */
const furtherId = (at: number) => `7d2ac611-58e3-4b90-a1c4-0000000000${String(at).padStart(2, "0")}`;

/** The first connections of a mode, oldest first: each leads to an account of its own. */
function firstOf(mode: ConnectionMode): [id: string, status: Connection["status"]][] {
  if (mode === "pending") return [[PENDING, "PENDING"]];
  const length = typeof mode === "number" ? mode : HOW_MANY[mode];
  return Array.from({ length }, (_, at) => [FIRST[at] ?? furtherId(at), "ACTIVE"]);
}

/** Maton writes instants in UTC with microseconds. */
const toMicroseconds = (date: Date) => date.toISOString().replace("Z", "000Z");

/** The connections of the sandbox, oldest first, and which account each one leads to. */
export class Connections {
  readonly #all = new Map<string, Connection>();
  readonly #secrets = new Map<string, string>();
  readonly #mode: ConnectionMode;
  readonly #now: () => Date;
  readonly #origin: () => string;

  constructor(mode: ConnectionMode, now: () => Date, origin: () => string) {
    this.#mode = mode;
    this.#now = now;
    this.#origin = origin;
  }

  reset(): void {
    this.#all.clear();
    this.#secrets.clear();
    firstOf(this.#mode).forEach(([id, status], index, first) => {
      const age = (first.length - index) * 86_400_000;
      this.#add(id, status, new Date(this.#now().getTime() - age));
    });
  }

  list(app: string | null, status: string | null): Connection[] {
    return [...this.#all.values()].filter(
      (connection) => (!app || connection.app === app) && (!status || connection.status === status),
    );
  }

  find(id: string): Connection | undefined {
    return this.#all.get(id);
  }

  create(): Connection {
    return this.#add(randomUUID(), "PENDING", this.#now());
  }

  remove(id: string): boolean {
    return this.#all.delete(id);
  }

  /** Signs in with the secret of a sign-in page; false when no connection waits for it. */
  authorise(secret: string): boolean {
    const connection = this.#all.get(this.#secrets.get(secret) ?? "");
    if (!connection) return false;
    connection.status = "ACTIVE";
    connection.last_updated_time = toMicroseconds(this.#now());
    return true;
  }

  /** Which account a connection leads to: the first ones to one each, in their order; who signs in anew to the first. */
  accountOf(id: string): number {
    return Math.max(
      0,
      firstOf(this.#mode).findIndex(([first]) => first === id),
    );
  }

  #add(id: string, status: Connection["status"], date: Date): Connection {
    const secret = randomUUID().replaceAll("-", "");
    const time = toMicroseconds(date);
    const connection: Connection = {
      connection_id: id,
      status,
      creation_time: time,
      last_updated_time: time,
      url: `${this.#origin()}/connect?session_token=${secret}`,
      app: "klaviyo",
      method: "OAUTH2",
      metadata: {},
    };
    this.#secrets.set(secret, id);
    this.#all.set(id, connection);
    return connection;
  }
}
