/** More bytes than any id or path of Klaviyo and Maton has. */
export const MAX_ID_BYTES = 2048;

const HEX = /^[0-9a-f]{2}$/i;

/**
 * Why a text is no id and no part of a path, to stand after its name; undefined when it is one. The one rule for every
 * id, path and connection: it is short, says something, and cannot be a step, a control character or a backslash, how
 * often it is decoded on the way.
 */
export function flawOfId(value: string): string | undefined {
  // Looked at first: nothing below is asked about a text of megabytes.
  if (value.length > MAX_ID_BYTES || Buffer.byteLength(value) > MAX_ID_BYTES) {
    return `has ${Buffer.byteLength(value)} bytes, and none has more than ${MAX_ID_BYTES}`;
  }
  if (value.trim() === "") return "is empty";
  if (!value.isWellFormed()) return "holds half a character (a lone surrogate)";
  const plain = fullyDecoded(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(plain)) return "holds a control character";
  // Some servers take off what follows a ; before they look at a segment.
  if (/(?:^|[/\\])\.\.?(?:[/\\;]|$)/.test(plain)) return "holds a path step (. or ..)";
  if (plain.includes("\\")) return "holds a backslash";
  return undefined;
}

/** The same of a connection, whose id goes into a header as well. */
export function flawOfConnection(value: string): string | undefined {
  return (
    flawOfId(value) ?? (/^[\x21-\x7e]+$/.test(value) ? undefined : "holds characters that no connection has")
  );
}

/**
 * What is left when every escape is decoded, and what that decodes to, until none is left: a proxy may decode once more
 * than it should. In one pass, since an escape can only be completed by the character that was decoded last.
 */
function fullyDecoded(value: string): string {
  const out: string[] = [];
  for (const character of value) {
    let next: string | undefined = character;
    while (next !== undefined) {
      out.push(next);
      next = undefined;
      const [percent, ...digits] = out.slice(-3);
      if (percent !== "%" || !HEX.test(digits.join(""))) continue;
      out.length -= 3;
      next = String.fromCharCode(Number.parseInt(digits.join(""), 16));
    }
  }
  return out.join("");
}
