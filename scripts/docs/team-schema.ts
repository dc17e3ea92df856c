import { zodToJsonSchema } from "zod-to-json-schema";
import { teamFile } from "../../src/team/schema.ts";

/** The JSON schema of the file of `--team`, which editors check it by: draft 7. */
export function teamSchema(): Record<string, unknown> {
  const { $schema, ...rest } = zodToJsonSchema(teamFile, { $refStrategy: "none" });
  return { $schema, title: "Who may call klaviyo-mcp over HTTP", ...rest };
}
