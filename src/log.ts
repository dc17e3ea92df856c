export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** A log of one JSON object a line; `write` gets each line. Callers pass no argument values at info or above. */
export function createLog(least: LogLevel, write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
}

/**
 * What a log says of a defect: its kind and the lines of code that it came through. What it says itself is left out
 * unless it speaks of code alone: V8 and zod quote the value that they stumbled over, which may be somebody's address.
 */
export function defectOf(error: unknown): { error: string; said?: string; stack: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, stack: [] };
  // The stack begins with the message, which may have such lines of its own.
  const { stack = "" } = error;
  const frames = stack
    .slice(stack.indexOf(error.message) + error.message.length)
    .split("\n")
    .filter((line) => /^ +at /.test(line));
  const said = OF_CODE.test(error.message) && { said: error.message };
  return { error: error.name, ...said, stack: frames.map((line) => line.trim()) };
}

const OF_CODE =
  /^(Cannot read properties of (undefined|null) \(reading '[a-zA-Z_#]+'\)|[\w.#]+(\(\.\.\.\)[\w.#]*)? is not (a function|defined|iterable|a constructor)|Maximum call stack size exceeded|Invalid time value)$/;

/**
 * Hides a key wherever it stands in text that goes out, since a gateway may quote what it was sent: as it is, as JSON
 * has it, and as JSON within JSON has it.
 */
export function hider(key: string | undefined): (text: string) => string {
  if (!key) return (text) => text;
  const escaped = inJson(key);
  // The longest first: a shorter one that is a part of it would leave half an escape, which no JSON has.
  const spellings = [...new Set([inJson(escaped), escaped, key])];
  return (text) => spellings.reduce((rest, one) => rest.replaceAll(one, "[key]"), text);
}

/** A log whose fields go through `hide` before they are written. */
export function hidingIn(log: Log, hide: (text: string) => string): Log {
  return (level, message, fields) => log(level, message, fields && JSON.parse(hide(JSON.stringify(fields))));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
