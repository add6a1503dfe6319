import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { SessionCommand } from "./request.ts";

export type SessionDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
};

const soonMs = 2000;

/** Asks for the list, or closes and asks in one message; answers with one event. */
export async function runSessions(
  { phone, identity, dispatch }: SessionDeps,
  command: SessionCommand,
): Promise<void> {
  try {
    if (command.command === "load_sessions" && command.soon)
      await new Promise((resolve) => setTimeout(resolve, soonMs));
    const items =
      command.command === "close_session"
        ? await phone.closeSession(await identity(), command.session)
        : await phone.sessions(await identity());
    dispatch({ event: "sessions_known", items });
  } catch (thrown) {
    dispatch({ event: "sessions_failed", trouble: troubleOf(thrown) });
  }
}
