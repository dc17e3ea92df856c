import { build, transform } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { DRAWING_STYLE } from "../src/draw/style.ts";
import { STYLE } from "../src/serve/apps/style.ts";

/**
 * The page's own policy, whatever a host's is: it loads nothing but images, and those when somebody asks for them (src/serve/apps/frame.ts);
 * and the frame of a message, which inherits it, leads nowhere.
 */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: https:; base-uri 'none'; form-action 'none'";

/** The page that draws results, as dist/view.html has it: one file that loads nothing. */
export async function viewPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["src/serve/apps/page.ts"],
    bundle: true,
    write: false,
    minify: true,
    charset: "utf8",
    format: "iife",
    target: "es2022",
    define: { VERSION: JSON.stringify(manifest.version) },
    legalComments: "none",
  });
  const [script] = outputFiles;
  const { code } = await transform(STYLE + DRAWING_STYLE, {
    loader: "css",
    minify: true,
    charset: "utf8",
    target: "chrome123",
  });
  // Nothing in the script may end it.
  const safe = script?.text.replaceAll("</script", "<\\/script").trim();
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Klaviyo</title><style>${code.trim()}</style></head><body><script>${safe}</script></body></html>\n`;
}
