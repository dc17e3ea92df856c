import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

export const NODE_MAJOR = 22;

/** Puts Node's binary and its licence into a root; the licence stands beside its bin folder, as Node hands it out. */
export function addNode(root: string, node: string): void {
  const bin = join(root, "usr/local/bin");
  mkdirSync(bin, { recursive: true });
  cpSync(node, join(bin, "node"), { dereference: true });
  chmodSync(join(bin, "node"), 0o755);
  const doc = join(root, "usr/share/doc/node");
  mkdirSync(doc, { recursive: true });
  cpSync(join(dirname(dirname(node)), "LICENSE"), join(doc, "LICENSE"));
}
