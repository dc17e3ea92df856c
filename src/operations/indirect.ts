import { meantArguments } from "../check/input.ts";
import { snakeOf } from "../check/meant.ts";
import { InputError } from "../errors.ts";
import { exportOf } from "../export/asked.ts";
import { askedOf, listsNothing } from "../tally/asked.ts";
import { isObject, oneLine } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import type { IndirectTool, OperationTool, WorkflowTool } from "../tool/tool.ts";
import { nativeCall } from "./native-call.ts";
import type { Reachable, Resolved } from "./reachable.ts";

/** What operations take beside their own arguments: these may stand beside `arguments` or in it. */
const SHARED: ReadonlySet<string> = new Set([
  "connection_id",
  "accounts",
  "dry_run",
  "confirmation",
  "detail",
  "limit",
  "fields",
  "include",
  "additional_fields",
  "filter",
  "sort",
  "page_size",
  "page_cursor",
]);

/**
 * Turns a call of an indirect tool into the call of the operation that it names, so that nothing after it knows of two
 * ways. Throws InputError where the name, the path or the way cannot be right; nothing has been sent by then.
 */
export function resolveCall(caller: IndirectTool, given: unknown, reachable: Reachable): Resolved {
  const call = meantArguments(caller, given);
  const { name } = call;
  if (caller.runs === "summary") return summaryOf(call, reachable);
  if (caller.runs === "export") return exportedBy(call, reachable);
  const resolved =
    name === undefined || name === ""
      ? nativeCall(caller, withPath(call), reachable)
      : { tool: named(name, reachable), args: argumentsOf(call) };
  refuseWrongWay(caller, resolved);
  return resolved;
}

/** A summary of what an operation lists: the call of it that brings what is needed, and what is worked out. */
function summaryOf(
  { group_by, sum, top, by, ...call }: Record<string, unknown>,
  reachable: Reachable,
): Resolved {
  if (call.name === undefined || call.name === "") throw nameless();
  const tool = named(call.name, reachable);
  if (tool.kind !== "operation") throw listsNothing(tool.name);
  const { accounts, ...own } = argumentsOf(call);
  const { wanted, args } = askedOf(tool, { group_by, sum, top, by }, own);
  return { tool, args, wanted, ...accountsIn(accounts) };
}

/** Of which accounts a summary is wanted, if it says so. */
function accountsIn(given: unknown): Pick<Resolved, "accounts"> {
  const accounts = [given ?? []].flat();
  if (accounts.length === 0) return {};
  if (accounts.every((one) => typeof one === "string")) return { accounts };
  throw new InputError("accounts must be a list of names", {
    argument: "accounts",
    next: 'Give ["all"], or names of accounts: list_connections shows them.',
  });
}

/** An export of what an operation lists: the call of it that brings what is written, and where that goes. */
function exportedBy({ file, columns, ...call }: Record<string, unknown>, reachable: Reachable): Resolved {
  if (call.name === undefined || call.name === "") throw nameless();
  const tool = named(call.name, reachable);
  if (tool.kind !== "operation") throw listsNothing(tool.name);
  return { tool, ...exportOf(tool, { file, columns }, argumentsOf(call)) };
}

function withPath({ name: _, arguments: inner, ...call }: Record<string, unknown>): Record<string, unknown> {
  const idle = inner === undefined || inner === "" || (isObject(inner) && Object.keys(inner).length === 0);
  if (typeof call.path === "string" && idle) return call;
  throw nameless();
}

function nameless(): InputError {
  return new InputError("name is required", {
    argument: "name",
    next: "search_operations finds operations by what they do.",
  });
}

function named(name: unknown, reachable: Reachable): OperationTool | WorkflowTool {
  const tool = typeof name === "string" ? reachable.find(name.trim()) : undefined;
  if (!tool) throw reachable.refusal(String(name));
  if (tool.kind !== "indirect") return tool;
  throw new InputError(`${tool.name} is called by itself, not through another`, { argument: "name" });
}

/** The operation's own arguments, wherever they were put. Values that stand in two places must be the same. */
function argumentsOf({ name: _, arguments: inner, ...beside }: Record<string, unknown>) {
  const own = parsed(inner);
  const strays =
    Object.keys(own).length === 0 ? [] : Object.keys(beside).filter((one) => !SHARED.has(snakeOf(one)));
  if (strays[0]) {
    throw new InputError(`${oneLine(strays[0], 64)} stands beside arguments`, {
      argument: oneLine(strays[0], 64),
      next: "Put every argument of the operation into arguments.",
    });
  }
  const twice = Object.keys(beside).find(
    (one) => (own[one] ?? null) !== null && !same(own[one], beside[one]),
  );
  if (!twice) return { ...own, ...beside };
  throw new InputError(`${twice} is given twice, with two values`, {
    argument: twice,
    next: "Give it once, in arguments.",
  });
}

/** Hosts to which `arguments` is a free object send it as JSON text at times. */
function parsed(inner: unknown): Record<string, unknown> {
  if (inner === undefined || inner === "") return {};
  const value = typeof inner === "string" ? readJson(inner) : inner;
  if (isObject(value)) return value;
  throw new InputError("arguments must be an object of the operation's arguments", {
    argument: "arguments",
    next: 'For example {"list_id": "Y6nRLr"}. describe_operation shows what an operation takes.',
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A host's rules look at the tool that is called, so what only reads must not change anything through it. */
function refuseWrongWay(caller: IndirectTool, { tool }: Resolved): void {
  if (caller.runs !== "reads" || onlyReads(tool)) return;
  throw new InputError(`"${tool.name}" changes something, and ${caller.name} only reads`, {
    argument: "name",
    next: "change_operation with the same name and arguments makes the change.",
  });
}
