import { z } from "zod";
import { APP, isOfAnotherApp, readConnection } from "../src/tool/connection.ts";
import { operation, section } from "../src/tool/declare.ts";
import { READS } from "../src/tool/effects.ts";
import { id } from "./params.ts";

// Maton's control API: which Klaviyo accounts a key may reach. Its bodies are plain JSON, and no scope guards them.
const app = z.enum([APP]);
export const connectionStatus = z.enum(["ACTIVE", "PENDING", "FAILED"]).optional();

/** The operations that the jobs of the same names are made of. */
export const maton = section("connections", {
  list_connections: operation({
    title: "List connections",
    description: "The connections of one app.",
    inputSchema: { app, status: connectionStatus },
    judgement: READS,
    request: {
      host: "control",
      method: "GET",
      path: "/connections",
      query: { params: { app: "app", status: "status" } },
    },
    result: { kind: "document" },
  }),

  create_connection: operation({
    title: "Create a connection",
    description: "Starts a connection to an app.",
    inputSchema: {},
    judgement: { effects: ["adds"], why: "Nothing reaches an account through it before a person signs in." },
    request: { host: "control", method: "POST", path: "/connections", body: { build: () => ({ app: APP }) } },
    result: { kind: "document" },
  }),

  delete_connection: operation({
    title: "Delete a connection",
    description: "Ends a connection, of whichever app.",
    inputSchema: { connection_id: id },
    judgement: { effects: ["deletes"], why: "Nothing reaches that account through it any more." },
    request: { host: "control", method: "DELETE", path: "/connections/{connection_id}" },
    result: { kind: "empty" },
  }),
});

export const connections = section("connections", {
  get_connection: operation({
    title: "Read a connection",
    description:
      "One connection's status; its url is where a person signs in to Klaviyo while it is PENDING.",
    inputSchema: { connection_id: id },
    judgement: READS,
    request: { host: "control", method: "GET", path: "/connections/{connection_id}" },
    result: { kind: "document", read: readConnection, foreign: isOfAnotherApp },
  }),
});
