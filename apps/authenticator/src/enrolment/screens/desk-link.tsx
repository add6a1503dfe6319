import { deskAddresses } from "@aval/design";
import type { Messages } from "../../messages.ts";

/** Where a desk is named: the list of desks, which help shows. A page beside the phone's, since it changes with the hour. */
export function DeskLink({ t }: { readonly t: Messages }) {
  return (
    <p>
      <a href={deskAddresses[t.language]} target="_blank" rel="noreferrer">
        {t.elsewhere.find}
        <span class="visually-hidden"> {t.shell.newWindow}</span>
      </a>
    </p>
  );
}
