import type { Config } from "../config/config.ts";
import type { Send } from "../gateway/client.ts";
import type { Disk } from "./disk.ts";
import type { Place } from "./places.ts";
import type { Prompts } from "./prompts.ts";

/** All of the outside that setup touches, handed in. */
export interface Machine extends Place {
  disk: Disk;
  /** The program that runs this one, and this one, by their whole paths. */
  node: string;
  cli: string;
  version: string;
  /** A person sits at it. */
  isTerminal: boolean;
  /** Prints one line or several. */
  say(text: string): void;
  /** A way to the gateway of these settings, with their key. */
  gateway(config: Config): Promise<{ send: Send; close(): void }>;
  /** Opens a page in the person's browser, where there is one. */
  browse(url: string): void;
  wait(ms: number): Promise<void>;
  prompts(): Promise<Prompts>;
}
