import { isObject, textOf } from "../../text.ts";

/** What a message or an answer carries. */
export type Values = Readonly<Record<string, unknown>>;

/** The version of the extension io.modelcontextprotocol/ui that the page speaks. */
const PROTOCOL = "2026-01-26";
/** JSON-RPC's code for a method that is not there. */
const NO_METHOD = -32601;

type Settle = { resolve(result: Values): void; reject(error: Error): void };

/**
 * The host that shows this page, spoken to by JSON-RPC over postMessage as the MCP Apps specification of 2026-01-26 has
 * it: https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 */
export class Host {
  /** What the host can do for the page, once `open` has answered. */
  capabilities: Values = {};
  /** Theme, tool, place and the rest, as last told. */
  context: Values = {};
  readonly #told = new Map<string, (params: Values) => void>();
  readonly #open = new Map<number, Settle>();
  #last = 0;

  constructor() {
    window.addEventListener("message", ({ source, data }) => {
      if (source === window.parent && isObject(data) && data.jsonrpc === "2.0") this.#take(data);
    });
  }

  /** Hears a notification of the host. */
  on(method: string, told: (params: Values) => void): void {
    this.#told.set(method, told);
  }

  /** Asks the host, and waits as long as it takes: a person may have to agree there. Throws what the host refuses. */
  ask(method: string, params: Values): Promise<Values> {
    this.#last += 1;
    const id = this.#last;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
    });
  }

  /** Tells the host something that it answers nothing to. */
  tell(method: string, params: Values): void {
    this.#send({ method, params });
  }

  /** The handshake; what the host sends waits until it is through. */
  async open(version: string): Promise<void> {
    const { hostCapabilities, hostContext } = await this.ask("ui/initialize", {
      appInfo: { name: "klaviyo-mcp", version },
      appCapabilities: { availableDisplayModes: ["inline"] },
      protocolVersion: PROTOCOL,
    });
    this.capabilities = isObject(hostCapabilities) ? hostCapabilities : {};
    this.context = isObject(hostContext) ? hostContext : {};
    this.tell("ui/notifications/initialized", {});
  }

  #take({ id, method, params, result, error }: Values): void {
    if (typeof method === "string") {
      const given = isObject(params) ? params : {};
      if (id === undefined) this.#told.get(method)?.(given);
      else if (method === "ping" || method === "ui/resource-teardown") this.#send({ id, result: {} });
      else this.#send({ id, error: { code: NO_METHOD, message: `no method ${method}` } });
      return;
    }
    const settle = this.#open.get(Number(id));
    this.#open.delete(Number(id));
    if (isObject(error)) settle?.reject(new Error(textOf(error.message)));
    else settle?.resolve(isObject(result) ? result : {});
  }

  /** To any origin: which one a host gives its page no page can know, and nothing in it is for the host alone. */
  #send(message: Values): void {
    window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  }
}
