import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes what lies in Redis unreadable for whoever has not the Maton key: previews and reports hold an account's data.
 * AES-256-GCM under a digest of the key.
 */
export class Seal {
  readonly #key: Buffer;

  constructor(matonKey: string) {
    this.#key = createHash("sha256").update(`klaviyo-mcp redis ${matonKey}`).digest();
  }

  /** Any value that JSON has, sealed for the name that it stands under: base64. */
  close(value: unknown, name: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv).setAAD(Buffer.from(name));
    const parts = [iv, cipher.update(JSON.stringify(value), "utf8"), cipher.final()];
    return Buffer.concat([...parts, cipher.getAuthTag()]).toString("base64");
  }

  /** What was sealed; undefined for what this key did not seal for this name. */
  open(sealed: string, name: string): unknown {
    const bytes = Buffer.from(sealed, "base64");
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
      return JSON.parse(Buffer.concat(text).toString("utf8"));
    } catch {
      return undefined;
    }
  }
}
