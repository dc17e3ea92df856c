import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Protocol } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  EmptyResultSchema,
  type Notification,
  type Request,
  type Result,
} from "@modelcontextprotocol/sdk/types.js";
import type { HostWindow } from "../shown.ts";

// The host's side in a browser: the bridge of the vendor of the extension, a sandboxed frame, and hooks to the test.

declare global {
  interface Window extends HostWindow {}
}

let bridge: AppBridge;

window.show = async ({ html, policy, capabilities, context, args, result }) => {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = "width:100%;height:100px;border:0;display:block";
  document.body.replaceChildren(frame);
  bridge = new AppBridge(null, { name: "Test host", version: "1.0.0" }, capabilities, {
    hostContext: context,
  });
  bridge.oncalltool = ({ name, arguments: given }) => window.callTool(name, given);
  bridge.onmessage = async ({ content }) => {
    await window.heard("message", content);
    return {};
  };
  bridge.onupdatemodelcontext = async ({ content }) => {
    await window.heard("context", content);
    return {};
  };
  bridge.onopenlink = async ({ url }) => {
    await window.heard("link", url);
    return {};
  };
  bridge.ondownloadfile = async ({ contents }) => {
    await window.heard("file", contents);
    return {};
  };
  bridge.onsizechange = ({ height, width }) => {
    if (height !== undefined) frame.style.height = `${height}px`;
    window.heard("size", { height, width });
  };
  const ready = new Promise<void>((resolve) => {
    bridge.oninitialized = () => resolve();
  });
  const { contentWindow } = frame;
  if (!contentWindow) throw new Error("the frame has no window");
  await bridge.connect(new PostMessageTransport(contentWindow, contentWindow));
  frame.srcdoc = html.replace(
    "<head>",
    () => `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
  await ready;
  await bridge.sendToolInput({ arguments: args });
  await bridge.sendToolResult(result);
  await taken();
};

window.change = async (context) => {
  bridge.setHostContext(context);
  await taken();
};
window.cancel = async (reason) => {
  await bridge.sendToolCancelled({ reason });
  await taken();
};

/** Ends when the page has acted on all that it was sent: it takes one message after another, and answers this one last. */
async function taken(): Promise<void> {
  // The bridge's declarations lose the class that it extends.
  const protocol = bridge as unknown as Protocol<Request, Notification, Result>;
  await protocol.request({ method: "ping" }, EmptyResultSchema);
}
