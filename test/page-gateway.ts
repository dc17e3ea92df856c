import type { Send } from "../src/gateway/client.ts";
import { connectionsOf } from "./in-process.ts";

/** A gateway with these connections; each names its account, unless `fails` throws first. */
export function gateway(ids: string[], fails?: () => Error) {
  const asked: string[] = [];
  const send: Send = async (request, { connectionId }) => {
    asked.push(connectionId ?? request.path);
    const error = fails?.();
    if (error) throw error;
    const document =
      request.host === "control"
        ? connectionsOf(...ids)
        : {
            data: [
              {
                type: "account",
                id: "Ac1",
                attributes: { contact_information: { organization_name: `Shop of ${connectionId}` } },
              },
            ],
          };
    return { status: 200, headers: {}, document, bytes: 2 };
  };
  return { asked, send: async () => send };
}
