/** A call of a tool: which, and with what. */
export interface ToolCall {
  tool: string;
  arguments: Record<string, unknown>;
}

/** A kind of resource that people attach by hand, and whose names complete what they type. */
export interface Kind {
  title: string;
  description: string;
  /** The variable in its template, `klaviyo://lists/{list_id}`. */
  variable: string;
  read(id: string): ToolCall;
  /** What lists its names; none where there are too many. */
  named: readonly ToolCall[];
}

/** A resource without a variable. */
export interface FixedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  call: ToolCall;
}

/** What a prompt takes. */
export interface PromptArgument {
  name: string;
  description: string;
  required?: boolean;
  /** What completes it: names and ids of these kinds. */
  of?: readonly string[];
}

/** A job of a marketer that a person picks in their client. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: readonly PromptArgument[];
  /** What the person asks; an argument that was not given reads as its words in brackets. */
  text: string;
  /** Stands for arguments that were not given. */
  otherwise?: Readonly<Record<string, string>>;
}

/** A page of the guide. */
export interface Topic {
  title: string;
  text: string;
}

/** What people pick by hand in their client: texts as data, by their names. */
export interface GuideTexts {
  topics: Readonly<Record<string, Topic>>;
  prompts: readonly Prompt[];
  kinds: Readonly<Record<string, Kind>>;
  fixed: readonly FixedResource[];
}

/** What a client shows of a completion at most, and so what there is to fetch. */
export const MOST_NAMES = 100;
