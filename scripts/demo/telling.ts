import { card, wrap } from "./drawn.ts";

// How the demo is shown: to a person, or as JSON for a program.

/** What the demo is written on. */
export interface Paper {
  write(text: string): void;
  colour: boolean;
  /** A line may be written over: a terminal. */
  live: boolean;
  /** Columns of a line. */
  width: number;
}

/** One call of a tool: what the model asked for and read, and what that took. */
export interface Called {
  tool: string;
  arguments: Record<string, unknown>;
  answer: unknown;
  isError: boolean;
  /** Of what came back from the gateway, and of what the model read of it. */
  tokens: { came: number; read: number };
}

/** What happens in the demo, in the order in which it happens. */
export interface Telling {
  /** A person says something. */
  person(words: string): void;
  /** A tool is being called. */
  calling(tool: string, args: Record<string, unknown>): void;
  /** A call that is under way has come so far. */
  progress(message: string): void;
  called(call: Called): void;
  /** The server asks the person, who says yes. */
  asked(question: string): void;
  agent(words: string): void;
  /** Lines that stand as they are, made for so many columns: a table. */
  drawn(lines: (room: number) => readonly string[]): void;
  /** What the model reads, word for word. */
  read(text: string): void;
  /** What the demo itself has to say. */
  aside(words: string): void;
}

const WIDEST = 100;
const NARROWEST = 40;
const INDENT = " ".repeat(8);
const CODES = { bold: [1, 22], dim: [2, 22], cyan: [36, 39] } as const;

/** What a stream can show: colours on a terminal alone, and there only to who has not said NO_COLOR (no-color.org). */
export function paperOf(
  stream: { write(text: string): unknown; isTTY?: boolean; columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): Paper {
  const live = stream.isTTY === true && env.TERM !== "dumb";
  return {
    write: (text) => void stream.write(text),
    live,
    colour: live && !env.NO_COLOR,
    // A terminal that knows no width says 0.
    width: Math.min(WIDEST, Math.max(NARROWEST, stream.columns || WIDEST)),
  };
}

/** For a person: a conversation, with what was called for it in between. */
export class Readable implements Telling {
  readonly #paper: Paper;
  /** The last word of a call that is under way. */
  #progress = "";

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  person(words: string): void {
    this.#line("");
    this.#speak("You", words, "bold");
  }

  calling(tool: string, args: Record<string, unknown>): void {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${plain(value)}`);
    const call = given.length > 0 ? `> ${tool}  ${given.join(" · ")}` : `> ${tool}`;
    for (const line of wrap(call, this.#room)) this.#line(INDENT + this.#paint(line, "dim"));
  }

  progress(message: string): void {
    this.#progress = message;
    if (this.#paper.live) this.#paper.write(`\r\u001b[K${this.#far}`);
  }

  called({ tokens: { came, read } }: Called): void {
    this.#endProgress();
    const much = `< ${thousands(came)} tokens came, the model reads ${thousands(read)}`;
    for (const line of wrap(much, this.#room)) this.#line(INDENT + this.#paint(line, "dim"));
  }

  asked(question: string): void {
    this.#endProgress();
    for (const line of card(question, this.#room)) this.#line(INDENT + line);
    this.#speak("You", "Yes.", "bold");
  }

  agent(words: string): void {
    this.#speak("Agent", words, "cyan");
  }

  drawn(lines: (room: number) => readonly string[]): void {
    for (const line of lines(this.#room)) this.#line(`${INDENT}${line}`);
  }

  read(text: string): void {
    for (const line of text.split("\n").flatMap((one) => wrap(one, this.#room))) this.#line(INDENT + line);
  }

  aside(words: string): void {
    for (const line of words.split("\n").flatMap((one) => wrap(one, this.#paper.width))) this.#line(line);
  }

  get #room(): number {
    return this.#paper.width - INDENT.length;
  }

  /** How far a call has come, in one line: a full one would begin the next on some terminals. */
  get #far(): string {
    return `${INDENT}… ${this.#progress}`.slice(0, this.#paper.width - 1);
  }

  /** What was under way is over: a terminal forgets it, a file keeps the last of it. */
  #endProgress(): void {
    if (this.#progress === "") return;
    if (this.#paper.live) this.#paper.write("\r\u001b[K");
    else this.#line(this.#far);
    this.#progress = "";
  }

  #speak(who: string, words: string, style: keyof typeof CODES): void {
    const [first = "", ...others] = wrap(words, this.#room);
    this.#line(`${this.#paint(who.padEnd(INDENT.length), style)}${first}`);
    for (const line of others) this.#line(INDENT + line);
  }

  #paint(text: string, style: keyof typeof CODES): string {
    const [on, off] = CODES[style];
    return this.#paper.colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  }

  #line(text: string): void {
    this.#paper.write(`${text.trimEnd()}\n`);
  }
}

/** For a program: each thing that was said, called or asked is one line of JSON, and nothing else is written. */
export class Raw implements Telling {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  person(words: string): void {
    this.#line({ person: words });
  }

  called(call: Called): void {
    this.#line(call);
  }

  asked(question: string): void {
    this.#line({ asked: question, answered: "yes" });
  }

  agent(words: string): void {
    this.#line({ agent: words });
  }

  // What a program has in the line of the call, or draws itself.
  calling(): void {}
  progress(): void {}
  drawn(): void {}
  read(): void {}
  aside(): void {}

  #line(value: object): void {
    this.#write(`${JSON.stringify(value)}\n`);
  }
}

/** An argument without the quotes and braces that a person does not need. */
function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${plain(one)}`)
    .join(", ");
}

/** A number as a person reads it. */
export function thousands(value: number): string {
  return value.toLocaleString("en-US");
}
