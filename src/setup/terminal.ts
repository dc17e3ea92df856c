import { stripVTControlCharacters } from "node:util";
import * as clack from "@clack/prompts";
import { Cancelled, type Flaw, type Prompts } from "./prompts.ts";

/** Prompts at a terminal, or at streams that stand for one. */
export function terminalPrompts(streams: Pick<clack.CommonOptions, "input" | "output"> = {}): Prompts {
  const answered = async <T>(asking: Promise<T>) => {
    const answer = await asking;
    if (clack.isCancel(answer)) throw new Cancelled();
    return answer as Exclude<T, symbol>;
  };
  const validate = (flaw: Flaw) => (answer: string | undefined) => flaw(answer?.trim() ?? "");
  return {
    begin: (title) => clack.intro(title, streams),
    say: (text) => clack.log.message(stripVTControlCharacters(text), streams),
    one: (message, choices) => answered(clack.select<string>({ message, options: [...choices], ...streams })),
    some: (message, choices, chosen) =>
      answered(
        clack.multiselect<string>({
          message,
          options: [...choices],
          initialValues: [...chosen],
          required: true,
          ...streams,
        }),
      ),
    yes: (message, initialValue) => answered(clack.confirm({ message, initialValue, ...streams })),
    text: async (message, flaw) =>
      (await answered(clack.text({ message, validate: validate(flaw), ...streams }))).trim(),
    secret: async (message, flaw) =>
      (await answered(clack.password({ message, validate: validate(flaw), ...streams }))).trim(),
    end: (text) => clack.outro(text, streams),
  };
}
