import { createHash } from "node:crypto";
import { endpointBlocks } from "../../install.ts";
import type { Accounts } from "./standing.ts";

/** What a person who opens the server's address in a browser is shown. Nothing of it is secret. */
export interface PageFacts {
  version: string;
  /** Where clients connect. */
  url: string;
  /** Callers must send a bearer token; the page shows a placeholder in its place. */
  guarded: boolean;
  sandbox: boolean;
  readOnly: boolean;
  hasKey: boolean;
  /** The accounts; undefined where the one who asks may not know, or nobody can without a key. */
  accounts: Accounts | undefined;
}

const PLACEHOLDER = "YOUR_TOKEN";

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem;border:1px solid GrayText;border-radius:.4rem;font-size:.85rem;margin:0 0 .5rem;overflow-wrap:normal}
button{font:inherit;min-height:44px;padding:0 1rem}
dt{font-weight:600}dd{margin:0 0 .5rem}
.sandbox{border:2px solid;padding:.5rem .75rem;font-weight:600}`;

/**
 * Puts the block above a button on the clipboard, which browsers have for pages of this machine and over TLS alone:
 * elsewhere no button shows. Where a person forbids it, the block is selected.
 */
const SCRIPT = `if(navigator.clipboard)for(const button of document.querySelectorAll("button")){
const block=button.previousElementSibling,label=button.textContent
let back
const say=(words)=>{button.textContent=words;clearTimeout(back);back=setTimeout(()=>{button.textContent=label},3000)}
button.hidden=false
button.onclick=()=>navigator.clipboard.writeText(block.textContent).then(()=>say("Copied"),()=>{getSelection().selectAllChildren(block);say("Selected: copy it")})}`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The headers of the page: it runs that script alone, loads nothing, sends nothing, and stands in nobody's frame. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The page as HTML; every fact in it is escaped. */
export function pageOf(facts: PageFacts): string {
  const { version, url, guarded, sandbox, readOnly } = facts;
  const blocks = endpointBlocks({ name: "klaviyo", url, ...(guarded && { token: PLACEHOLDER }) });
  const shown = blocks.map(
    ({ client, how, text }) =>
      `<h3>${escaped(client)}</h3>\n<p>${escaped(how)}:</p>\n<pre tabindex="0"><code>${escaped(text)}</code></pre>\n<button type="button" aria-live="polite" hidden>Copy for ${escaped(client)}</button>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>klaviyo-mcp${sandbox ? " (sandbox)" : ""}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>klaviyo-mcp ${escaped(version)}</h1>
${sandbox ? '<p class="sandbox">Sandbox: a made-up shop. Nothing here is real, and nothing is sent to Klaviyo.</p>\n' : ""}<p>This is an MCP server, which gives an AI agent Klaviyo. It is no website: MCP clients connect to it, at <code>${escaped(url)}</code>.</p>
<h2>How it stands</h2>
<dl>
${standing(facts)
  .map(([what, is]) => `<dt>${what}</dt><dd>${escaped(is)}</dd>`)
  .join("\n")}
<dt>What an agent may do</dt><dd>${readOnly ? "read, and change nothing" : "read and change"}</dd>
</dl>
<h2>Connect your client</h2>
${guarded ? `<p>In place of ${PLACEHOLDER} stands the token that whoever runs this server has set. Codex reads it from its own environment.</p>\n` : ""}${shown.join("\n")}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function standing({ sandbox, hasKey, guarded, accounts }: PageFacts): [string, string][] {
  if (sandbox)
    return [
      ["Key", "none is needed"],
      ["Account", accountsOf(accounts, guarded)],
    ];
  if (!hasKey)
    return [
      ["Key", "none is set: get one at maton.ai/settings, set MATON_API_KEY and start the server again"],
      ["Account", "none without a key"],
    ];
  return [
    ["Key", "set"],
    ["Account", accountsOf(accounts, guarded)],
  ];
}

function accountsOf(accounts: Accounts | undefined, guarded: boolean): string {
  if (accounts === undefined) return guarded ? "told to callers who send the token" : "not known";
  if ("trouble" in accounts) {
    return accounts.trouble === "refused"
      ? "Maton refuses the key: copy it again from maton.ai/settings"
      : "could not be asked for just now; klaviyo-mcp doctor says more";
  }
  const { names, more } = accounts;
  if (names.length === 0) return 'none is connected: ask your agent to "connect my Klaviyo account"';
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}
