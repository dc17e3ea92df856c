import { Crowd } from "./account/crowd.ts";
import { otherAccount } from "./account/others.ts";
import { idsOf, type Seed } from "./account/seed.ts";
import { type ConnectionMode, Connections } from "./connections.ts";
import { type Answer, Klaviyo } from "./klaviyo/klaviyo.ts";
import { Store } from "./klaviyo/store.ts";
import { chooseConnection, serveControl, serveSignIn, toGatewayError } from "./maton.ts";
import { Counters } from "./rate.ts";

/** A request as it came over the wire, its body read. */
export interface WireRequest {
  method: string;
  path: string;
  rawQuery: string;
  headers: Record<string, string>;
  rawBody: string;
  body: unknown;
}

/** What a gateway needs to know. `seed` is what a new account holds, `crowd` how many people it has besides. */
export interface GatewayOptions {
  now: () => Date;
  origin: () => string;
  limits: number | "off";
  connections: ConnectionMode;
  crowd: number;
  seed: (now: Date) => Seed;
}

const PREFIX = "/klaviyo";
const PER_SECOND = { limit: 10, seconds: 1 };

function isTraversal(path: string): boolean {
  try {
    return path.split("/").some((segment) => /^\.\.?$/.test(decodeURIComponent(segment)));
  } catch {
    return true;
  }
}

/** The Maton gateway and its control API in front of Klaviyo, without the HTTP. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #connections: Connections;
  readonly #klaviyo: Klaviyo;
  readonly #counters: Counters;
  #stores: (Store | undefined)[] = [];

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#connections = new Connections(options.connections, options.now, options.origin);
    this.#klaviyo = new Klaviyo(options.limits);
    this.#counters = new Counters(options.limits);
  }

  /** Back to the seeded state: accounts, connections and rate limits. */
  reset(): void {
    this.#stores = [];
    this.#connections.reset();
    this.#klaviyo.reset();
    this.#counters.clear();
  }

  serve(request: WireRequest): Answer {
    const { method, path, rawQuery, headers, body } = request;
    if (path === "/connect" && method === "GET") return serveSignIn(this.#connections, rawQuery);
    const [, key] = headers.authorization?.match(/^Bearer (\S+)$/) ?? [];
    if (!key || key === "invalid") return toGatewayError(401, "Invalid or missing API key");
    const charge = this.#counters.charge([{ key, windows: [PER_SECOND] }]);
    if (charge.retryAfter !== undefined)
      return toGatewayError(429, "Too many requests", { "retry-after": "1" });
    if (isTraversal(path)) return toGatewayError(400, "Invalid path");
    if (/^\/connections(\/|$)/.test(path))
      return serveControl(this.#connections, method, path, rawQuery, body);
    if (!path.startsWith(`${PREFIX}/`)) {
      const app = path.split("/")[1] ?? "";
      return toGatewayError(400, `Missing connection for app ${app}: no such app.`);
    }
    return this.#proxy(request);
  }

  /** The Klaviyo operation that a request names, if any. */
  operationOf({ method, path, headers }: WireRequest): string | undefined {
    if (!path.startsWith(PREFIX)) return undefined;
    return this.#klaviyo.operationOf(method, path.slice(PREFIX.length), headers.revision);
  }

  #proxy({ method, path, rawQuery, headers, rawBody }: WireRequest): Answer {
    const chosen = chooseConnection(this.#connections, headers["maton-connection"]);
    if (!("connection_id" in chosen)) return chosen;
    const store = this.#storeOf(this.#connections.accountOf(chosen.connection_id));
    const request = { method, path: path.slice(PREFIX.length), search: rawQuery, headers, body: rawBody };
    return this.#klaviyo.serve({ ...request, connection: chosen.connection_id }, store);
  }

  #storeOf(account: number): Store {
    const { now, seed, crowd } = this.#options;
    const build = () => {
      const own = seed(now());
      return new Store(
        account === 0 ? own : otherAccount(own, account, idsOf(now())),
        now,
        crowd > 0 ? new Crowd(crowd, now()) : undefined,
      );
    };
    const store = this.#stores[account] ?? build();
    this.#stores[account] = store;
    return store;
  }
}
