import { createHash, timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";
import type { Random } from "./random.ts";

/** A value that must not be printed: it shows as `[secret]` in logs, JSON and the inspector. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [inspect.custom](): string {
    return "[secret]";
  }
}

/** 256 random bits in base64url: for whoever holds it, worth what it stands for; kept as its `hashSecret`. */
export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}

/** base64url SHA-256, the form in which high-entropy secrets are stored. Not for anything a person could guess. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = createHash("sha256").update(a).digest();
  const right = createHash("sha256").update(b).digest();
  return timingSafeEqual(left, right);
}
