import { createHash } from "node:crypto";
import { z } from "zod";
import { Halt } from "#platform/halt";
import type { Member } from "./tar.ts";

/**
 * What a backup says of itself, in its last member: when it was taken, of what, by which version, and the SHA-256 of every
 * member before it. A restore believes nothing else, and checks all of it before it touches anything.
 */
const name = z.string().regex(/^[a-z_]+\.[a-z_]+$/);
const column = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const manifest = z.strictObject({
  v: z.literal(1),
  /** Milliseconds since the epoch, on the database's own clock. */
  takenAt: z.number(),
  aval: z.string(),
  mode: z.enum(["sandbox", "production"]),
  /** Thumbprint of the root of the deployment's keys. */
  root: z.string(),
  database: z.strictObject({
    /** `copy`: rows as text, loaded by this program. `pg_dump`: its custom format. */
    kind: z.enum(["copy", "pg_dump"]),
    server: z.string(),
    migrations: z.array(
      z.strictObject({ number: z.int(), name: z.string(), checksum: z.string() }),
    ),
    tables: z.array(
      z.strictObject({ name, columns: z.array(column), rows: z.int().nonnegative() }),
    ),
    sequences: z.array(z.strictObject({ name, value: z.string(), isCalled: z.boolean() })),
  }),
  holds: z.array(z.enum(["database", "keys", "pin-key", "sandbox"])),
  members: z.array(
    z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string().length(64) }),
  ),
});

export type Manifest = z.infer<typeof manifest>;
export type Holding = Manifest["holds"][number];
export const manifestName = "manifest.json";

/** Gathers what the manifest will say of each member as it passes. */
export function tally() {
  const members: Manifest["members"][number][] = [];
  return {
    members,
    note: ({ name: member, content }: Member): void => {
      const sha256 = createHash("sha256").update(content).digest("hex");
      members.push({ name: member, bytes: content.length, sha256 });
    },
  };
}

/** Reads a whole archive: its manifest, once every member is what the manifest says of it. */
export async function checked(members: AsyncIterable<Member>): Promise<Manifest> {
  const { members: seen, note } = tally();
  let last: Member | undefined;
  for await (const member of members) {
    if (last) note(last);
    last = member;
  }
  const parsed =
    last?.name === manifestName ? manifest.safeParse(jsonOrNothing(last.content)) : undefined;
  if (!parsed?.success) throw unreadable();
  const said = new Map(parsed.data.members.map((one) => [one.name, one]));
  const isWhole =
    said.size === seen.length &&
    seen.every((one) => said.get(one.name)?.sha256 === one.sha256) &&
    new Set(seen.map((one) => one.name)).size === seen.length;
  if (!isWhole) throw altered();
  return parsed.data;
}

function jsonOrNothing(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    return undefined;
  }
}

function unreadable(): Halt {
  return new Halt(
    "Cette sauvegarde n'a pas de manifeste que cette version sache lire : elle est coupée, ou d'une version plus récente.",
    "This backup has no manifest that this version can read: it is cut short, or of a later version.",
  );
}

function altered(): Halt {
  return new Halt(
    "Cette sauvegarde n'est pas ce que dit son manifeste : elle est abîmée. Rien n'a été restauré.",
    "This backup is not what its manifest says: it is damaged. Nothing was restored.",
  );
}
