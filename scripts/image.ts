import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { addBill } from "./image/bill.ts";
import { addDebian } from "./image/debian.ts";
import { addNode, NODE_MAJOR } from "./image/node.ts";
import { addOwn } from "./image/own.ts";

// Makes the root file system of the image in an empty folder: `npm run image -- FOLDER [--node NODE]`. The Dockerfile
// runs it in its first stage, `npm run test:image` where no daemon can build. It takes Debian 12, apt-get and root.

const { positionals, values } = parseArgs({ allowPositionals: true, options: { node: { type: "string" } } });
const [given] = positionals;
if (!given) throw new Error("npm run image -- FOLDER [--node NODE]: FOLDER is where the root is made");
const root = resolve(given);
if (existsSync(root) && readdirSync(root).length > 0) throw new Error(`${root} is not empty`);
const node = values.node ?? process.execPath;
const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
if (!version.startsWith(`${NODE_MAJOR}.`))
  throw new Error(`the image has Node ${NODE_MAJOR}, and ${node} is ${version}: say another with --node`);

mkdirSync(root, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "klaviyo-mcp-image-"));
try {
  const packages = addDebian(root, work);
  addNode(root, node);
  addOwn(root, work);
  addBill(root, packages, version);
  process.stdout.write(`${root}: Node ${version}, ${packages.length} packages of Debian, klaviyo-mcp\n`);
} finally {
  rmSync(work, { recursive: true });
}
