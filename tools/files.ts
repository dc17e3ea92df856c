import { z } from "zod";
import { indirect, section } from "../src/tool/declare.ts";
import { READS } from "../src/tool/effects.ts";
import { freeObject, nonEmptyText } from "./params.ts";

/** What reads and writes files: there only where a person allows a folder. */
export const files = section("files", {
  export_collection: indirect({
    title: "Export to a file",
    description:
      'Writes all that an operation lists to a new file in the folder that the person allowed, as .csv or .jsonl. E.g. name get_profiles, file "profiles.csv", columns ["email","properties.tier"]. Large ones go on in the background: the same call again waits.',
    inputSchema: {
      name: nonEmptyText,
      arguments: freeObject.optional(),
      file: nonEmptyText,
      columns: z.array(z.string()).min(1).optional(),
    },
    judgement: READS,
    runs: "export",
    deadPaths: [],
  }),
});
