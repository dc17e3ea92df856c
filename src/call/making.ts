import { InputError } from "../errors.ts";
import type { Files } from "../tool/files.ts";
import type { Gathered, Input, Making } from "../tool/tool.ts";
import type { Shaped } from "../wire/result.ts";
import { noFolder } from "./exporting.ts";

/** The folder of a file that is to be made. Throws InputError where there is none, or the name is none or taken. */
export async function placeFor(files: Files | undefined, making: Making, input: Input): Promise<Files> {
  if (!files) throw noFolder();
  const name = String(input[making.file]);
  if (!(await files.has(name))) return files;
  throw new InputError(`there is a file ${name} already, and none is written over`, {
    argument: making.file,
    next: "Choose another name.",
  });
}

/** Writes the file whole, and says so; a name that was taken meanwhile is refused. */
export async function make(
  files: Files,
  making: Making,
  read: Gathered,
  input: Input,
  at: number,
): Promise<Shaped> {
  const name = String(input[making.file]);
  const { text, data, hint } = making.of(read, input, at);
  const draft = `${name}.part`;
  await files.write(draft, text);
  try {
    await files.publish(draft, name);
  } catch (error) {
    await files.remove(draft);
    throw error;
  }
  const bytes = new TextEncoder().encode(text).length;
  return {
    data: { file: name, bytes, accounts: data },
    ...(read.failed.length > 0 && { failed: read.failed }),
    hint: ["The file is in the folder of --files.", hint].filter(Boolean).join(" "),
  };
}
