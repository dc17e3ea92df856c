/** A word as a Unix shell reads it back, in quotes where it needs them. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What takes the permissions of others from these files. */
export function closing(files: readonly string[]): string {
  return `Take their permissions away: chmod 600 ${files.map(shellWord).join(" ")}`;
}
