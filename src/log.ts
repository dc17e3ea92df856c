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

/** Hides a key wherever it stands in text that goes out: a gateway may quote what it was sent. */
export function hider(key: string | undefined): (text: string) => string {
  if (!key) return (text) => text;
  const escaped = JSON.stringify(key).slice(1, -1);
  return (text) => text.replaceAll(escaped, "[key]");
}
