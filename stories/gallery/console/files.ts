import type { ContactFileView, ContactList } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, me, now } from "./people.ts";

/** Lists of an authority's files that change too much for one person: what names each, and who signed. */
const file = (count: number, more: Partial<ContactFileView> = {}): ContactFileView => ({
  ...{ file: `ctf_${String(count).padStart(26, "0")}`, authority: "order:pharmaciens" },
  ...{ sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
  ...{ added: 12, changed: 4_310, removed: 1, madeAt: hours(3), until: now + 80_000 },
  ...{ signatures: 0, isMine: false },
  ...more,
});
const { sha256: _none, ...undone } = file(3, {
  ...{ undoes: "imp_00000000000000000000000007", authority: "structure:3300000001" },
});
const files = [file(1, { signatures: 1 }), file(2, { signatures: 1, isMine: true }), undone];
const [first = file(1), own = file(2)] = files;

export function fileStates(
  waiting: ContactList["waiting"],
): Readonly<Record<string, Partial<Model>>> {
  const among = (some: readonly ContactFileView[], more: Partial<Model> = {}): Partial<Model> => ({
    ...{ phase: "in", me, route: { section: "contacts" } },
    content: { contacts: { waiting, files: some } },
    ...more,
  });
  return {
    files: among(files),
    "file-signing": among([first], { busy: { act: "sign_file", file: first.file } }),
    "file-asks": among(files, { asks: { act: "refuse_file", file: own.file } }),
    "file-signed": among([own], { told: { act: "sign_file", file: own.file } }),
    "file-refused": among([], { told: { act: "refuse_file", file: first.file } }),
  };
}
