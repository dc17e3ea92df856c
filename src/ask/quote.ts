/** What is drawn as nothing or as blank, and what turns a line around: letters that only fill among them. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Variation_Selector}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]/gu;
/** A blank that is no space. */
const BLANK = /(?! )\p{Zs}/gu;
/** Where a joiner or a variation belongs to an emoji, and is seen in it. */
const IN_EMOJI =
  /(?<=\p{Extended_Pictographic})\u{FE0F}|(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F})\u{200D}(?=\p{Extended_Pictographic})/uy;

/** What a host that draws questions as markdown or html would take for mark-up; what it looks like stays. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/</g, "‹"],
  [/>/g, "›"],
  [/`/g, "ˋ"],
  [/!\[/g, "! ["],
  [/\](?=[([:])/g, "] "],
  [/~(?=~)/g, "~ "],
  [/\*(?=\*)/g, "* "],
  [/&(?=#|\w+;)/g, "& "],
];

/**
 * A value of Klaviyo or of the caller as a question shows it: in quotes, in one line, of at most `most` characters and
 * then how many there are. Nothing in it can end the quotes, draw a line, hide, turn text around or be mark-up.
 */
export function quoted(value: string, most: number): string {
  const kept = value.length > most ? value.slice(0, most) : value;
  const shown = `"${plain(kept.toWellFormed().replace(/[\\"]/g, "\\$&"))}"`;
  return value.length > most ? `${shown}… (${value.length} characters)` : shown;
}

/** The name of a field, which a caller may have made up: bare where it is a plain word, else as a value. */
export function quotedName(name: string): string {
  return /^[\w.$[\]-]{1,64}$/.test(name) ? name : quoted(name, 64);
}

/** A scalar as a question shows it; only texts stand in quotes. */
export function quotedScalar(value: unknown, most: number): string {
  return typeof value === "string" ? quoted(value, most) : String(value);
}

function plain(text: string): string {
  const seen = text
    .replace(/[\n\r\t]+/g, " ⏎ ")
    .replace(UNSEEN, (one, at: number, whole: string) => {
      IN_EMOJI.lastIndex = at;
      if (IN_EMOJI.test(whole)) return one;
      return `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
    })
    .replace(BLANK, " ");
  return MARKUP.reduce((shown, [pattern, by]) => shown.replace(pattern, by), seen);
}
