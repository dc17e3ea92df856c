import type { Input, OperationTool } from "../tool/tool.ts";
import type { Rate } from "../tool/vocabulary.ts";

/** Requests that are counted together. A name always has the same rate. */
export interface Bucket {
  name: string;
  rate: Partial<Rate>;
}

/**
 * What a call is charged to besides the key: its endpoint first, then the stricter bucket of each pair of parameter
 * and value that Klaviyo publishes one for; all endpoints of the connection share that one.
 */
export function bucketsOf(tool: OperationTool, input: Input, connection: string): Bucket[] {
  const { host, method, path, rate, stricter = [] } = tool.request;
  if (host === "control") return [];
  const type = "resource" in tool.result ? tool.result.resource.type : "";
  const pairs = stricter.filter(({ argument, value }) => {
    const given = input[argument];
    return Array.isArray(given) && given.includes(value);
  });
  const stricterOnes = pairs.map(({ argument, value, rate }) => {
    const parameter = argument === "include" ? argument : `additional-fields[${type}]`;
    return { name: `${connection}:${parameter}=${value}`, rate };
  });
  return [{ name: `${connection}:${method} ${path}`, rate }, ...stricterOnes];
}
