/** A file while it grows: what is written is there for good once `keep` has answered. */
export interface GrowingFile {
  /** Bytes that are in it. */
  readonly size: number;
  /** Writes behind what is there. Throws InputError when there is no room, or it would be larger than a file may be. */
  append(bytes: Uint8Array): Promise<void>;
  /** Drops all that is behind so many bytes. */
  cut(size: number): Promise<void>;
  /** Has the disk keep what was written. */
  keep(): Promise<void>;
  close(): Promise<void>;
}

/** A table of text: what stands in the cells of a CSV file, whatever it was written with. */
export interface Table {
  /** SHA-256 of the file's bytes, base64url. */
  hash: string;
  header: readonly string[];
  /** The lines below the header, each with the number it has in the file. */
  rows: readonly { line: number; cells: readonly string[] }[];
}

/**
 * The one folder that a person allowed. Every name is that of a file right in it: `Customers 2026.csv`. All of it throws
 * InputError for a name that is none, for what is no plain file, and for what leads out of the folder.
 */
export interface Files {
  /** Names this process in what it leaves in the folder. */
  readonly writer: string;
  /** Whether a writer of what lies there is certainly gone. */
  isGone(writer: string): boolean;
  /** A whole file of at most so many bytes. */
  read(name: string, most: number): Promise<Uint8Array>;
  /** A CSV file with a header, of at most 50 MB: comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1252. */
  table(name: string): Promise<Table>;
  has(name: string): Promise<boolean>;
  /** A file to write at the end of; made where there is none. */
  grow(name: string): Promise<GrowingFile>;
  /** Writes a whole file, in place of what had the name; whoever looks sees the one or the other. */
  write(name: string, text: string): Promise<void>;
  /** Gives a file its final name, which none may have. */
  publish(name: string, as: string): Promise<void>;
  /** Takes a file away; one that is not there is as good. */
  remove(name: string): Promise<void>;
}
