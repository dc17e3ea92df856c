import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What Node's binary is linked against, whose licences that are, and what says which Debian it is. */
const PACKAGES = ["base-files", "gcc-12-base", "libc6", "libgcc-s1", "libstdc++6"];
const DEBIAN = "12";
/** What nobody reads in an image: Node has its own tables of letters, and looks nothing up in these. */
const LEFT_OUT = ["usr/share/man", "usr/share/locale", "usr/share/lintian", "usr/share/bug"];
const TABLES = /^usr\/lib\/[^/]+\/(gconv|audit)$/;
/** As distroless images have it, so that who must run as nobody finds the same number. */
export const NOBODY = 65_532;

export interface DebianPackage {
  name: string;
  version: string;
  architecture: string;
}

/** Unpacks Debian's part into a root, as signed by Debian: apt-get looks at that. `work` is for what is downloaded. */
export function addDebian(root: string, work: string): DebianPackage[] {
  const { VERSION_ID } = osRelease("/etc/os-release");
  if (VERSION_ID !== DEBIAN)
    throw new Error(`the image is made on Debian ${DEBIAN}, and this is ${VERSION_ID}`);
  const fetching = ["download", "-qq", "--option", "APT::Sandbox::User=root", ...PACKAGES];
  execFileSync("apt-get", fetching, { cwd: work, stdio: "inherit" });
  const status = join(root, "var/lib/dpkg/status.d");
  const packages = readdirSync(work)
    .filter((file) => file.endsWith(".deb"))
    .sort()
    .map((file) => {
      const archive = join(work, file);
      execFileSync("dpkg-deb", ["--extract", archive, root]);
      const control = execFileSync("dpkg-deb", ["--field", archive], { encoding: "utf8" });
      const field = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(control)?.[1] ?? "";
      mkdirSync(status, { recursive: true });
      // Where scanners look in an image without dpkg.
      writeFileSync(join(status, field("Package")), control);
      return { name: field("Package"), version: field("Version"), architecture: field("Architecture") };
    });
  for (const folder of LEFT_OUT) rmSync(join(root, folder), { recursive: true, force: true });
  for (const path of readdirSync(join(root, "usr/lib"), { recursive: true, encoding: "utf8" }))
    if (TABLES.test(`usr/lib/${path}`)) rmSync(join(root, "usr/lib", path), { recursive: true });
  addUsers(root);
  return packages;
}

function addUsers(root: string): void {
  writeFileSync(
    join(root, "etc/passwd"),
    `root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:${NOBODY}:${NOBODY}:nonroot:/home/nonroot:/sbin/nologin\n`,
  );
  writeFileSync(join(root, "etc/group"), `root:x:0:\nnonroot:x:${NOBODY}:\n`);
  writeFileSync(join(root, "etc/nsswitch.conf"), "hosts: files dns\n");
  mkdirSync(join(root, "tmp"), { recursive: true });
  chmodSync(join(root, "tmp"), 0o1777);
}

function osRelease(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8").matchAll(/^(\w+)="?(.*?)"?$/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, value]));
}
