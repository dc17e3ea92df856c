/** One of several things to choose from. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/** Says what is wrong with an answer; nothing where it will do. */
export type Flaw = (answer: string) => string | undefined;

/** What a person is asked at a terminal. Each throws Cancelled where they leave instead. */
export interface Prompts {
  begin(title: string): void;
  say(text: string): void;
  one(question: string, choices: readonly Choice[]): Promise<string>;
  some(question: string, choices: readonly Choice[], chosen: readonly string[]): Promise<string[]>;
  yes(question: string, initial: boolean): Promise<boolean>;
  text(question: string, flaw: Flaw): Promise<string>;
  /** The answer is shown as dots, and nowhere as it is. */
  secret(question: string, flaw: Flaw): Promise<string>;
  end(text: string): void;
}

/** The person left in the middle. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}
