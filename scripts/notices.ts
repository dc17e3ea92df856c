import { readdirSync, readFileSync } from "node:fs";
import type { Metafile } from "esbuild";

/** A package of which something is inside dist/. */
export interface Bundled {
  name: string;
  version: string;
  /** As its package.json says it, an SPDX expression. */
  license: string;
  /** The texts of its licence and notice files. */
  texts: readonly string[];
}

const FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

/**
 * The packages that a build took something from, by name. Throws for one that names no licence or has no licence's
 * text: it could not be passed on.
 */
export function bundledPackages({ outputs }: Metafile): Bundled[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(used.flatMap(([input]) => FOLDER.exec(input)?.[0] ?? []));
  return [...folders].map(packageIn).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageIn(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, "utf8").trim());
  if (typeof license !== "string" || texts.length === 0)
    throw new Error(`${name} is bundled without licence`);
  return { name, version, license, texts };
}

/** The text that goes with dist/: each package in it, and what its authors ask to be passed on. */
export function noticesOf(packages: readonly Bundled[]): string {
  const parts = packages.map(({ name, version, license, texts }) =>
    [`${name} ${version} (${license})`, ...texts].join("\n\n"),
  );
  const head =
    "The JavaScript files beside this one hold parts of the packages below, each under its own licence.";
  return `${[head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** Where a build's notices stand, and its bill of materials: beside the program, wherever that is handed on. */
export const NOTICES = "dist/THIRD_PARTY_NOTICES.txt";
export const SBOM = "dist/sbom.cdx.json";
