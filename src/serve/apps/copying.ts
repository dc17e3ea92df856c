import { isObject } from "../../text.ts";
import { el } from "./elements.ts";
import type { Host } from "./wire.ts";

const SAID_MS = 4000;

/** A button that copies a text; where a frame may not copy, the host saves it as a file, or the text is shown to be copied. */
export function copied(label: string, host: Host, file: string, text: () => string): HTMLElement {
  const says = el("span", { role: "status" });
  const box = el("span", { class: "copy" });
  const button = el(
    "button",
    {
      type: "button",
      click: async () => {
        const what = text();
        const done = (await onClipboard(what)) ? "Copied." : (await saved(host, file, what)) ? "Saved." : "";
        if (done === "") shown(box, what);
        says.textContent = done || "This client lets a card copy nothing: here it is, selected.";
        setTimeout(() => {
          says.textContent = "";
        }, SAID_MS);
      },
    },
    label,
  );
  box.append(button, says);
  return box;
}

async function onClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byCommand(text);
  }
}

/** The old way, which needs no permission where a person has just pressed something. */
function byCommand(text: string): boolean {
  const area = el("textarea", { class: "apart", "aria-hidden": "true" });
  const { activeElement } = document;
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus();
  return done;
}

async function saved(host: Host, file: string, text: string): Promise<boolean> {
  if (!isObject(host.capabilities.downloadFile)) return false;
  const resource = { uri: `file:///${encodeURIComponent(file)}`, mimeType: "text/csv", text };
  try {
    const { isError } = await host.ask("ui/download-file", { contents: [{ type: "resource", resource }] });
    return isError !== true;
  } catch {
    return false;
  }
}

function shown(box: HTMLElement, text: string): void {
  const area = el("textarea", { readonly: "", rows: 8, "aria-label": "CSV" });
  area.value = text;
  box.querySelector("textarea")?.remove();
  box.append(area);
  area.select();
}
