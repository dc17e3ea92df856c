// What a tool declares of its request and its result. tool.ts gives all of it to the declarations.
import type { ReportSpec } from "./report.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** Arguments that passed the tool's inputSchema, with every null removed. */
export type Input = SharedInput & Record<string, unknown>;

/** What tools share, with the types that every declaration gives it. */
export interface SharedInput {
  connection_id?: string;
  accounts?: string[];
  dry_run?: boolean;
  confirmation?: string;
  detail?: "summary" | "full";
  fields?: string[];
  include?: string[];
  additional_fields?: string[];
  sort?: string;
  page_size?: number;
  page_cursor?: string;
  limit?: number;
  clear?: string[];
}

/** What a resource object of Klaviyo holds, as far as asking for it and showing it goes. */
export interface ResourceType {
  type: string;
  /** What `fields` may name. `a.{b,c}` stands for a, a.b and a.c; `a.*` for a and whatever is below it. */
  attributes: readonly string[];
  /** What a page of them shows unless more is asked for. */
  summary: readonly string[];
  /** The operation has no fields[type] for it: what is shown is picked on our side alone. */
  whole?: boolean;
  /** Left out unless `fields` names it or `detail` is "full": html, unbounded trees. */
  heavy?: readonly string[];
  /** Attributes that are shown in short unless `fields` names something in them or `detail` is "full". */
  short?: Readonly<Record<string, (value: unknown) => unknown>>;
}

/** One field that an operation's `filter` takes, with the operators it takes there. */
export interface FilterField {
  type: "string" | "datetime" | "boolean" | "number" | "presence";
  operators: readonly string[];
  values?: readonly string[];
}

/**
 * A list that Klaviyo gives for one value of an argument at a time. Without that argument each of them is asked for, and
 * what was read is one list.
 */
export interface Apart {
  input: string;
  values: readonly string[];
  /** The order of that one list where none is asked for. */
  order: string;
  /** Dates that its items show and Klaviyo sorts nothing by: what was read is sorted so here. */
  sorts: readonly string[];
  /** Dates that some items have not: nobody says where Klaviyo puts those, so that several parts are sorted here too. */
  gaps: readonly string[];
}

/** What a collection or a read takes besides its path; the shared arguments of the tool follow from it. */
export interface QuerySpec {
  filter?: Record<string, FilterField>;
  /** Inputs that are filter clauses: `channel` becomes equals(messages.channel,"email"), joined with `filter`. */
  clauses?: Record<string, { operator: "equals" | "any"; field: string }>;
  apart?: Apart;
  sort?: readonly string[];
  /** What `include` may name, and the type of resource object that it brings. */
  include?: Record<string, ResourceType>;
  additionalFields?: readonly string[];
  /** Cursor paging. `size` is Klaviyo's maximum of page[size], absent where the operation takes none. */
  page?: { size?: number };
  /** Inputs that are query parameters under a name of their own. */
  params?: Record<string, string>;
}

/** A body `{data: {type, id?, attributes, relationships, meta}}`, and which input goes where below `data`. */
export interface ResourceBody {
  type: string;
  /** The input that is `data.id`. */
  id?: string;
  /** Inputs that are the attribute of the same name. */
  attributes?: readonly string[];
  /** Inputs that go elsewhere: dotted path under data; a number is a position in an array. */
  paths?: Record<string, string>;
  /** Inputs that are ids of related resources. A name with a dot in it is no relationship but a path below data. */
  relationships?: Record<string, { name: string; type: string; many?: boolean }>;
  /** Inputs that are arrays of objects (with `one` an object), each of which becomes a resource object at the path. */
  each?: Record<string, { path: string; item: ResourceBody; one?: boolean }>;
  /** Inputs whose value Klaviyo nests otherwise than the tool takes it. */
  encode?: Record<string, (value: Json) => Json>;
  /** What is always there, by path. */
  constants?: Record<string, Json>;
  /** Attributes that the argument `clear` may set to null. */
  clearable?: readonly string[];
}

/** A body `{data: [{type, id}, …]}` of resource identifiers; with `one` a single `{data: {type, id}}`. */
export interface IdentifiersBody {
  identifiers: string;
  type: string;
  one?: boolean;
  /** The input holds objects instead of ids, and these of their keys go to `meta` beside type and id. */
  meta?: readonly string[];
}

/** A form with a file, which a server that may touch no folder cannot send. */
export interface MultipartBody {
  multipart: readonly string[];
}

/**
 * A body that is no rearrangement of its inputs. `argumentAt` is the way back from an error pointer; `given` is what the
 * call was given, in whatever shape.
 */
export interface BuiltBody {
  build(input: Input, account: Account | undefined): Json;
  argumentAt?(pointer: string, given?: unknown): string | undefined;
}

export type BodySpec = ResourceBody | IdentifiersBody | MultipartBody | BuiltBody;

/**
 * The shape of an argument that is too large for tools/list: what an object needs and may have, and which key says
 * what it is. Checked before sending.
 */
export type Structure =
  | { is: "string" | "number" | "boolean" }
  /** Any JSON, within these bounds: keys of the object, items of a list, levels, bytes of a text. */
  | { is: "free"; most?: { keys?: number; items?: number; depth?: number; textBytes?: number } }
  | { is: "choice"; values: readonly string[] }
  | { is: "nullable"; of: Structure }
  | { is: "list"; of: Structure }
  | { is: "object"; needs?: Record<string, Structure>; may?: Record<string, Structure> }
  | { is: "by"; key: string; cases: Record<string, Structure> };

/**
 * What to do about an answer that only this tool can explain; the first that fits is told instead of what all tools say.
 * `next` may name what src/advice.ts has a name for, as `{existing}`, and fits where that is known.
 */
export interface Telling {
  status: number;
  /** Only where the call's earlier requests changed something, or nothing. */
  changed?: "no" | "yes";
  /** The argument at fault, where the answer does not say it; null where none is. */
  argument?: string | null;
  next: string;
}

/** The account behind a connection, as far as other tools need it. */
export interface Account {
  id: string;
  name?: string;
  timezone?: string;
  currency?: string;
  /** As the account's address has it: a name, or a code of two letters. */
  country?: string;
}

/** Klaviyo's published windows of an operation: requests in 1 s, in 1 min, and in a day where capped. */
export interface Rate {
  burst: number;
  steady: number;
  daily?: number;
}

/** What the argument `filter` takes where it is no query parameter but goes into the body. */
export interface BodyFilter {
  fields: Readonly<Record<string, FilterField>>;
  /** One clause a field. */
  once?: true;
  /** Fields of which not(…) is taken. */
  negated?: readonly string[];
  /** Fields that arguments of their own ask for. */
  arguments?: Readonly<Record<string, string>>;
}

export interface RequestSpec {
  host: "gateway" | "control";
  method: Method;
  /** Native path; `{profile_id}` is filled from the input of that name. */
  path: string;
  query: QuerySpec;
  /** The revision that this operation is sent with, where it is not the one that the settings name. */
  revision?: string;
  body?: BodySpec;
  bodyFilter?: BodyFilter;
  /** The body or the rows need the account (its timezone): it is read first, and kept. */
  needsAccount?: boolean;
  /** An input that is made up when not given, and shown: with it the call can be repeated and is done once. */
  generated?: string;
  /** OAuth scopes as Klaviyo names them; a 403 shows them. */
  scopes: readonly string[];
  rate: Rate;
  /** Stricter windows that apply when an argument holds a value. */
  stricter?: readonly { argument: "include" | "additional_fields"; value: string; rate: Rate }[];
}

/** Another operation to read so that rows can be named: a campaign's name beside its id. */
export interface Lookup {
  tool: string;
  arguments: Input;
}

export interface Rows {
  data: Record<string, unknown>[];
  basis: Record<string, unknown>;
  next_cursor?: string;
  /** What stands beside the rows: their totals, what is missing. */
  more?: Record<string, unknown>;
}

export type ResultSpec =
  | { kind: "collection"; resource: ResourceType }
  | { kind: "resource"; resource: ResourceType; hint?: string }
  /** `whileRunning`: the hint is of no use once the job is over. */
  | { kind: "job"; resource: ResourceType; hint: string; whileRunning?: true }
  | { kind: "empty"; hint?: string }
  /**
   * Whatever comes: nothing is known of it, so nothing is left out; unless `read` finds in it what it was asked for.
   * What is `foreign` counts as not there.
   */
  | {
      kind: "document";
      read?(document: unknown): object | undefined;
      foreign?(document: unknown): boolean;
    }
  | {
      kind: "rows";
      /** Reads that give names to ids; one that fails costs the names, not the rows. */
      lookups?(document: unknown, input: Input): Lookup[];
      rows(document: unknown, input: Input, found: { account?: Account; lookups: unknown[] }): Rows;
    }
  /** Rows of figures, computed from as many requests as the call takes. */
  | { kind: "report"; report: ReportSpec };

/** What stands at `input`: an argument, or a path below one; lists on the way are opened. */
export type Condition = { input: string } & (
  | { equals: Json }
  /** Given, and none of these values. */
  | { otherThan: Json }
  /** Given, and with `with` one of those as well. */
  | { given: true; with?: readonly string[] }
  | { given: false }
);

/**
 * A change that follows a tool's own at once, where one of these arguments is given: the template that a new message
 * gets. Of its own arguments `$name` stands for one of the call's, `@path` for what stands there in Klaviyo's answer.
 */
export interface Following {
  given: readonly string[];
  tool: string;
  arguments: Readonly<Record<string, string>>;
  /** What it does, in a few words: "the template was put into its message". */
  does: string;
}

/** What is told beside a result, where all that it names holds: a surprise is told where it bites. */
export interface Remark {
  /** The words, or how they are made of the call's arguments and of the first resource that came. */
  says: string | ((input: Input, came: unknown) => string);
  /** Of the call's arguments. */
  when?: Condition;
  unless?: Condition;
  /** Of what came: an attribute that one of the resources has with this value. */
  shows?: { attribute: string; is: Json };
  /** Of a list: nothing is in it. */
  empty?: true;
}

/** A read whose answer a person sees before a call that asks: whatever of `show` is there. */
export interface Preview {
  tool: string;
  /** Arguments of that tool: `$name` is taken from the input (without it there is no preview), all else is literal. */
  arguments: Input;
  label: string;
  /** Dotted paths of attributes, and relationships that the read includes (shown by name). */
  show: readonly string[];
  /** Of a collection only the items in which one of the paths holds this value, or `$name` of the input. */
  only?: { paths: readonly string[]; holds: string };
  /** Ids at these paths are shown by name: that of the first of these reads which knows the id. */
  named?: { paths: readonly string[]; by: readonly { tool: string; argument: string }[] };
  /** What this read did not look at. */
  note?: string;
  /** What stands there when it cannot be read, or is not there: the change can be made all the same. */
  otherwise?: string;
  /** Values of an attribute with which the change cannot be made, and why. */
  never?: { path: string; holds: readonly string[]; says: string };
  /** The attribute that counts the people whom the change reaches: it may grow a little, and nothing else of it counts. */
  reach?: string;
  /** The read that has an older count, where a new one does not come in time. */
  before?: string;
}
