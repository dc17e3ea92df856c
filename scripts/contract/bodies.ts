import type { Schema } from "./facts.ts";
import { idArgument, snake } from "./names.ts";
import type { Schemas } from "./schemas.ts";
import type { Field, Shape, Shapes } from "./shapes.ts";

/** A body as the row says it. Which argument goes where; see docs of the row file. */
export interface BodyRow {
  type?: string;
  id?: string;
  path?: string;
  attributes?: string;
  paths?: Record<string, string>;
  links?: Record<string, [string, string, 1?]>;
  each?: Record<string, BodyRow>;
  many?: 1;
  identifiers?: { argument: string; type: string; one?: 1; meta?: string };
  clearable?: string;
  multipart?: 1;
}

/** A body and the arguments that it is made of. */
export interface FlatBody {
  body: BodyRow;
  fields: Field[];
}

interface Place {
  /** Arguments that the path has already. */
  taken: readonly string[];
  /** The argument that is `data.id`, where it needs no field of its own. */
  id?: string;
  /** What an id that needs a field is called. */
  idName: string;
}

/** Makes the envelopes of JSON:API flat: attributes are arguments of their name, links and identifiers are ids. */
export class Bodies {
  readonly #schemas: Schemas;
  readonly #shapes: Shapes;

  constructor(schemas: Schemas, shapes: Shapes) {
    this.#schemas = schemas;
    this.#shapes = shapes;
  }

  /** The body of a request to a path whose arguments are `taken`. */
  flat(schema: Schema, path: string, taken: readonly string[], idName?: string): FlatBody {
    const data = this.#schemas.at(schema, "data");
    if (!data) return this.#form(schema);
    const list = data.type === "array" && data.items !== undefined;
    const one = list && data.items ? this.#schemas.open(data.items) : data;
    if (list || path.includes("/relationships/")) return this.#identifiers(one, list, taken);
    const type = this.#schemas.constantOf(one.properties?.type) ?? "";
    const last = taken.at(-1);
    return this.#resource(one, {
      taken,
      ...(last && { id: last }),
      idName: idName ?? idArgument(type, false),
    });
  }

  #form(schema: Schema): FlatBody {
    const fields = this.#shapes.fields(this.#schemas.open(schema));
    return { body: { multipart: 1, attributes: fields.map(({ name }) => name).join(" ") }, fields };
  }

  #identifiers(one: Schema, many: boolean, taken: readonly string[]): FlatBody {
    const type = this.#schemas.constantOf(one.properties?.type) ?? "";
    const meta = this.#schemas.at(one, "meta");
    const extra = meta ? this.#shapes.fields(meta) : [];
    const name = free(
      meta ? `${snake(type)}${many ? "s" : ""}` : `${snake(type)}_id${many ? "s" : ""}`,
      taken,
    );
    const text: Shape = { is: "plain", name: "string" };
    const item: Shape = meta
      ? { is: "object", fields: [{ name: "id", shape: text, needed: true, nullable: false }, ...extra] }
      : text;
    const identifiers = {
      argument: name,
      type,
      ...(!many && { one: 1 as const }),
      ...(meta && { meta: extra.map((field) => field.name).join(" ") }),
    };
    return {
      body: { identifiers },
      fields: [{ name, shape: many ? { is: "list", of: item } : item, needed: true, nullable: false }],
    };
  }

  #resource(resource: Schema, place: Place): FlatBody {
    const type = this.#schemas.constantOf(resource.properties?.type);
    const flat: FlatBody = { body: { ...(type && { type }) }, fields: [] };
    if (resource.properties?.id) {
      flat.body.id = place.id ?? place.idName;
      const needed = resource.required?.includes("id") ?? false;
      if (!place.id)
        flat.fields.push({
          name: place.idName,
          shape: { is: "plain", name: "string" },
          needed,
          nullable: false,
        });
    }
    const attributes: string[] = [];
    const taken = () => [...place.taken, ...flat.fields.map((field) => field.name)];
    for (const part of ["attributes", "relationships", "meta"]) {
      const holder = this.#schemas.at(resource, part);
      const holderNeeded = resource.required?.includes(part) ?? false;
      for (const [name, schema] of Object.entries(holder?.properties ?? {})) {
        if (schema.readOnly) continue;
        const needed = holderNeeded && (holder?.required?.includes(name) ?? false);
        if (this.#wrapped(schema)) {
          this.#link(flat, part, name, schema, needed, taken());
          continue;
        }
        // A copy names what it is made of twice: in the envelope and among the attributes.
        if (part === "attributes" && name === "id" && flat.body.id) {
          flat.body.paths = { ...flat.body.paths, [flat.body.id]: "attributes.id" };
          continue;
        }
        const argument = free(snake(name), taken());
        if (part === "attributes" && argument === name) attributes.push(name);
        else flat.body.paths = { ...flat.body.paths, [argument]: `${part}.${name}` };
        flat.fields.push({
          name: argument,
          shape: this.#shapes.of(schema),
          needed,
          nullable: this.#shapes.nullable(schema),
        });
      }
    }
    if (attributes.length > 0) flat.body.attributes = attributes.join(" ");
    return flat;
  }

  /** What `{data: {type, …}}` or `{data: [{type, …}]}` holds; undefined for any other shape. */
  #wrapped(schema: Schema): { item: Schema; many: boolean } | undefined {
    const data = this.#schemas.at(schema, "data");
    if (!data) return undefined;
    const item = data.items ? this.#schemas.open(data.items) : data;
    return this.#schemas.constantOf(item.properties?.type)
      ? { item, many: data.items !== undefined }
      : undefined;
  }

  #link(
    flat: FlatBody,
    part: string,
    name: string,
    schema: Schema,
    needed: boolean,
    taken: readonly string[],
  ): void {
    const wrapped = this.#wrapped(schema);
    if (!wrapped) return;
    const { item, many } = wrapped;
    const type = this.#schemas.constantOf(item.properties?.type) ?? "";
    const path = `${part}.${name}`;
    const idsOnly = Object.keys(item.properties ?? {}).every((key) => key === "type" || key === "id");
    const argument = free(idsOnly ? idArgument(name, many) : snake(name), taken);
    let shape: Shape = { is: "plain", name: "string" };
    if (idsOnly) {
      flat.body.links ??= {};
      flat.body.links[argument] = [
        part === "relationships" ? name : path,
        type,
        ...(many ? ([1] as [1]) : ([] as [])),
      ];
    } else {
      const inner = this.#resource(item, { taken: [], idName: "id" });
      flat.body.each ??= {};
      flat.body.each[argument] = {
        ...(path !== `attributes.${argument}` && { path }),
        ...inner.body,
        ...(many && { many: 1 as const }),
      };
      shape = { is: "object", fields: inner.fields };
    }
    flat.fields.push({
      name: argument,
      shape: many ? { is: "list", of: shape } : shape,
      needed,
      nullable: false,
    });
  }
}

/** A name that the path has not taken: the body's thing is then the related one. */
function free(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? `related_${name}` : name;
}
