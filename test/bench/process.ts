import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A server over stdio, spoken to in bare JSON-RPC so that no client's cost is measured with it. */
export class StdioProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #id = 0;

  constructor(args: string[], env: Record<string, string> = {}) {
    // A CA file in the environment costs every start of Node 20 tens of milliseconds.
    const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, args, { env: { ...inherited, ...env } });
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      const { id, result, error } = JSON.parse(line);
      if (error) throw new Error(JSON.stringify(error));
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  request(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    return answer;
  }

  async initialize(): Promise<void> {
    await this.request("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    });
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  }

  async call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
    const result = (await this.request("tools/call", { name, arguments: args })) as {
      content: { text: string }[];
      isError?: boolean;
    };
    return { text: result.content[0]?.text ?? "", isError: result.isError === true };
  }

  /** Resident memory in bytes, as the kernel counts it. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  /** Milliseconds of CPU that all its threads took so far. */
  cpuMs(): number {
    const tasks = `/proc/${this.child.pid}/task`;
    const spent = readdirSync(tasks).map((id) =>
      Number.parseInt(readFileSync(`${tasks}/${id}/schedstat`, "utf8"), 10),
    );
    return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  }

  /** Heap in use after a forced collection; the process must have been started with the probe. */
  heapBytes(): Promise<number> {
    return new Promise((resolve) => {
      const onData = (chunk: Buffer) => {
        const found = /heap (\d+)/.exec(chunk.toString("utf8"));
        if (!found) return;
        this.child.stderr.off("data", onData);
        resolve(Number(found[1]));
      };
      this.child.stderr.on("data", onData);
      this.child.kill("SIGUSR2");
    });
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin.end();
    await exited;
  }
}
