import { type ApprovalDeps, claim } from "../approvals/effects.ts";
import { troubleOf } from "../trouble.ts";
import type { SoftwareCommand } from "./request.ts";

/** Runs what a screen about the holder's software asked for, and answers with one event. */
export async function runSoftware(deps: ApprovalDeps, command: SoftwareCommand): Promise<void> {
  const { phone, identity, dispatch } = deps;
  if (command.command === "search") {
    const { number, elsewhere } = command;
    return claim(deps, (who) => phone.search(who, number, elsewhere));
  }
  try {
    switch (command.command) {
      case "load_software":
        return dispatch({
          event: "software_known",
          software: await phone.software(await identity()),
        });
      case "add_software": {
        await deps.breathe();
        const software = await phone.addSoftware(await identity(), command.client, command.code);
        return dispatch({ event: "software_added", software });
      }
      case "remove_software": {
        const { client } = command;
        const software = await phone.removeSoftware(await identity(), client);
        return dispatch({ event: "software_removed", client, software });
      }
    }
  } catch (thrown) {
    const of = "client" in command ? { client: command.client } : {};
    dispatch({ event: "software_failed", trouble: troubleOf(thrown), ...of });
  }
}
