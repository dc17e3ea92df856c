import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
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
};

window.change = (context) => bridge.setHostContext(context);
window.cancel = (reason) => Promise.resolve(bridge.sendToolCancelled({ reason }));
