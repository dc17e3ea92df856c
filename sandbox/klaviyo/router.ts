import { Refusal } from "../refusal.ts";
import { allTypes, kindOf } from "./kind.ts";
import type { Call, Operation } from "./operation.ts";

interface Route {
  method: string;
  segments: string[];
  operation: Operation;
}

/** A request's operation and what its path names. */
export interface Match {
  operation: Operation;
  /** The path without a trailing slash, as links repeat it. */
  path: string;
  parent: Call["parent"];
}

function toRoute(operation: Operation): Route {
  const [method = "", path = ""] = operation.route.split(" ");
  return { method, segments: path.split("/").slice(1), operation };
}

/** Finds the operation of a method and path among rows that are compiled once. */
export class Router {
  /** The routes of a collection, by its name in paths. */
  readonly #routes = new Map<string, Route[]>();
  readonly #types: Map<string, string>;

  constructor(operations: readonly Operation[]) {
    for (const route of operations.map(toRoute)) {
      const collection = route.segments[1] ?? "";
      this.#routes.set(collection, [...(this.#routes.get(collection) ?? []), route]);
    }
    // A type that has behaviour of its own comes first, and keeps a path that others name too.
    this.#types = new Map(
      allTypes()
        .reverse()
        .map((type) => [kindOf(type).path, type]),
    );
  }

  /** Klaviyo serves a path with and without one trailing slash. Throws 404 and 405 as Klaviyo does. */
  match(method: string, rawPath: string, edition: string): Match {
    const path = rawPath.replace(/(.)\/$/, "$1");
    const segments = path.split("/").slice(1);
    const inAny = (this.#routes.get(segments[1] ?? "") ?? []).filter(
      (route) =>
        route.segments.length === segments.length &&
        route.segments.every((segment, index) =>
          segment.startsWith("{") ? segments[index] !== "" : segment === segments[index],
        ),
    );
    if (inAny.length === 0)
      throw new Refusal(404, [{ detail: `The sandbox does not serve ${path}; a live account may.` }]);
    // What a revision changes goes before what it leaves as it was.
    const onPath = [edition, undefined].flatMap((one) =>
      inAny.filter(({ operation }) => operation.edition === one),
    );
    if (onPath.length === 0) throw new Refusal(404, [{ detail: `${path} does not exist in this revision.` }]);
    const route = onPath.find((candidate) => candidate.method === method);
    if (!route) {
      const allow = [...new Set(onPath.map((candidate) => candidate.method))].join(", ");
      throw new Refusal(405, [{ detail: `Method "${method}" not allowed.` }], { allow });
    }
    const at = route.segments.findIndex((segment) => segment.startsWith("{"));
    const id = at < 0 ? "" : decodeURIComponent(segments[at] ?? "");
    const type = this.#types.get(route.segments[1] ?? "") ?? "";
    return { operation: route.operation, path, parent: { type, id } };
  }
}
