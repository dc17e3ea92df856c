/**
 * Milliseconds that a change on its way may take to finish once the server stops: a program that started it over stdio
 * waits for it no longer; who runs it for others does.
 */
export const DRAIN_MS = { stdio: 5000, http: 25_000 };
