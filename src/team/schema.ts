import { z } from "zod";
import { CONFIRM_MODES } from "../ask/policy.ts";
import { EFFECTS } from "../tool/effects.ts";

/** What a caller is called: it names a folder and stands in logs, so that it is the same in any case of letters. */
export const CALLER_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const MOST_NAME = 64;

const DENIED = EFFECTS.filter((effect) => effect !== "reads") as [string, ...string[]];
const count = z.number().int().min(0);

const key = z
  .union([
    z.object({ variable: z.string().min(1).describe("A variable of the server's environment.") }).strict(),
    z.object({ file: z.string().min(1).describe("A file that holds the key and nothing else.") }).strict(),
  ])
  .describe("Where the Maton key is: never the key itself. Left out, the server's own key is used.");

const caller = z
  .object({
    name: z.string().max(MOST_NAME).regex(CALLER_NAME).describe("Small letters and digits, as logs show it."),
    token_sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("The sha-256 of the bearer token, in hex, as klaviyo-mcp team add writes it."),
    key: key.optional(),
    connections: z
      .union([z.literal("all"), z.array(z.string().min(1))])
      .describe("The accounts, by their names in connections; all is every account of the key."),
    toolsets: z.array(z.string().min(1)).min(1).optional().describe("Instead of the server's --toolsets."),
    read_only: z.boolean().optional().describe("Changes nothing; a server that is --read-only stays so."),
    deny: z
      .array(z.enum(DENIED))
      .optional()
      .describe("Effects that are refused, besides the server's --deny."),
    confirm: z.enum(CONFIRM_MODES).optional().describe("Instead of the server's --confirm."),
    unasked: z
      .object({ people: count, items: count })
      .strict()
      .optional()
      .describe("Instead of the server's --unasked."),
  })
  .strict();

/** The file of `--team`, as docs/team.schema.json publishes it. */
export const teamFile = z
  .object({
    $schema: z.string().optional().describe("Where this schema is, for an editor."),
    connections: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe("A name for each Maton connection, by which callers and connection_id speak of its account."),
    callers: z.array(caller).describe("Who may call, each with a token of their own."),
  })
  .strict();

export type TeamFile = z.infer<typeof teamFile>;
