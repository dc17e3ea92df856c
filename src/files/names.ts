import { InputError } from "../errors.ts";
import { oneLine } from "../text.ts";

/** Most bytes of a name: file systems take 255, and ours go on with `.part`. */
const MAX_BYTES = 200;
const PLAIN = /^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N} _.,()+@&=~-]*$/u;
/** Windows gives these to devices, whatever follows a dot. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(\..*)?$/i;

/**
 * A name as a file right in the folder may have it, in one spelling of its accents. Throws InputError for a path, a
 * hidden file, and what some system reads otherwise than it is written.
 */
export function plainName(name: string, argument = "file"): string {
  const plain = name.normalize("NFC");
  if (/[\\/]/.test(plain)) throw refusal(name, argument, "is a path: give the file's name alone");
  const isPlain = PLAIN.test(plain) && !/[. ]$/.test(plain) && !plain.includes("..");
  if (!isPlain || DEVICE.test(plain))
    throw refusal(name, argument, "is no plain name: letters, digits, spaces and _ . , ( ) - make one");
  if (new TextEncoder().encode(plain).length > MAX_BYTES) throw refusal(name, argument, "is too long a name");
  return plain;
}

function refusal(name: string, argument: string, why: string): InputError {
  const shown = JSON.stringify(oneLine(name, 80));
  return new InputError(`${argument} ${shown} ${why}`, {
    argument,
    next: "Files are read from, and written to, the one folder that --files names, and no folder in it.",
  });
}
