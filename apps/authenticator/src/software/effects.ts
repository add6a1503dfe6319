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
        const { id, client, place } = command.one;
        const who = await identity();
        // One installation of several: the place that it is goes, and no other of the same program.
        if (place) await phone.endPlace(who, place.id);
        const software = place
          ? await phone.software(who)
          : await phone.removeSoftware(who, client);
        return dispatch({ event: "software_removed", installation: id, software });
      }
      case "scan_link":
        return dispatch({
          event: "link_scanned",
          link: await phone.scanLink(await identity(), command.text),
        });
      case "stop_link":
        return void (await phone.stopLink(await identity(), command.link));
      case "confirm_link": {
        await deps.breathe();
        const { installation } = await phone.confirmLink(
          await identity(),
          command.link,
          command.code,
        );
        return dispatch({ event: "software_linked", linked: installation });
      }
    }
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    if (command.command === "scan_link") return dispatch({ event: "link_failed", trouble });
    // It ends by itself in a few minutes, and the alarm is on the screen already.
    if (command.command === "stop_link") return;
    const of = command.command === "remove_software" ? { installation: command.one.id } : {};
    dispatch({ event: "software_failed", trouble, ...of });
  }
}
