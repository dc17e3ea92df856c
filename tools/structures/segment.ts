import { z } from "zod";
import { conditionGroups, segmentConditions } from "./conditions.ts";

/** The outer shape of a segment's definition: what tools/list shows. */
export const segmentDefinition = z.strictObject({
  condition_groups: z
    .array(
      z.strictObject({
        conditions: z
          .array(
            z.object({ type: z.enum(Object.keys(segmentConditions) as [string, ...string[]]) }).passthrough(),
          )
          .min(1),
      }),
    )
    .min(1),
});

/** The rest of it, checked before sending. */
export const segmentStructure = conditionGroups(segmentConditions);
