import { Refusal } from "../refusal.ts";
import { kinds } from "./kinds.ts";
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
  readonly #routes: Route[];
  readonly #types: Map<string, string>;

  constructor(operations: readonly Operation[]) {
    this.#routes = operations.map(toRoute);
    this.#types = new Map(Object.entries(kinds).map(([type, kind]) => [kind.path, type]));
  }

  /** Klaviyo serves a path with and without one trailing slash. Throws 404 and 405 as Klaviyo does. */
  match(method: string, rawPath: string): Match {
    const path = rawPath.replace(/(.)\/$/, "$1");
    const segments = path.split("/").slice(1);
    const onPath = this.#routes.filter(
      (route) =>
        route.segments.length === segments.length &&
        route.segments.every((segment, index) =>
          segment.startsWith("{") ? segments[index] !== "" : segment === segments[index],
        ),
    );
    if (onPath.length === 0)
      throw new Refusal(404, [{ detail: `The sandbox does not serve ${path}; a live account may.` }]);
    const route = onPath.find((candidate) => candidate.method === method);
    if (!route) {
      const allow = onPath.map((candidate) => candidate.method).join(", ");
      throw new Refusal(405, [{ detail: `Method "${method}" not allowed.` }], { allow });
    }
    const at = route.segments.findIndex((segment) => segment.startsWith("{"));
    const id = at < 0 ? "" : decodeURIComponent(segments[at] ?? "");
    const type = this.#types.get(route.segments[1] ?? "") ?? "";
    return { operation: route.operation, path, parent: { type, id } };
  }
}
