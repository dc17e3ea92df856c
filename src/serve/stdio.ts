import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { LineTransport } from "./lines.ts";

/**
 * Serves one client over stdin and stdout until it goes away: stdin ends, stdout breaks, or `stopped` says so. Then
 * `drain` lets the calls that are running end well.
 */
export async function serveStdio(
  server: Server,
  stopped: Promise<void>,
  drain: () => Promise<void>,
): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    // Nobody reads any more (EPIPE): there is nobody to tell, and nothing to print.
    process.stdout.on("error", resolve);
  });
  await server.connect(new LineTransport(process.stdin, process.stdout));
  await Promise.race([gone, stopped]);
  await drain();
  await server.close();
}
