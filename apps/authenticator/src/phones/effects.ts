import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { PhoneCommand } from "./request.ts";

type Deps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  readonly breathe: () => Promise<void>;
};

/** Runs what a screen about the holder's other phones asked for, and answers with one event. */
export async function runPhones(deps: Deps, command: PhoneCommand): Promise<void> {
  const { phone, identity, dispatch } = deps;
  const isOfComing = command.command === "load_coming" || command.command === "stop_coming";
  try {
    const who = await identity();
    switch (command.command) {
      case "ask_phone_page":
        return dispatch({ event: "phone_asked", asked: await phone.askEnrolmentPage(who) });
      case "open_phone_page": {
        await deps.breathe();
        const { page, code } = command;
        const answer = await phone.openEnrolmentPage(who, page, code);
        return dispatch({ event: "phone_page_known", page, answer });
      }
      case "watch_phone_page": {
        const { page } = command;
        const answer = await phone.watchEnrolmentPage(who, page);
        return dispatch({ event: "phone_page_known", page, answer });
      }
      case "type_phone_words": {
        const { page, words } = command;
        const answer = await phone.typeEnrolmentWords(who, page, words);
        return dispatch({ event: "phone_page_known", page, answer });
      }
      case "ask_mine": {
        const asked = await phone.askMine(who, command.enrolment);
        return dispatch({ event: "mine_asked", asked });
      }
      case "say_mine": {
        await deps.breathe();
        const { enrolments } = await phone.sayMine(who, command.enrolment, command.code);
        return dispatch({ event: "mine_said", phones: enrolments });
      }
      case "load_coming": {
        const { enrolments } = await phone.enrolments(who);
        return dispatch({ event: "coming_known", phones: enrolments });
      }
      case "stop_coming": {
        const { enrolments } = await phone.stopEnrolment(who, command.enrolment);
        return dispatch({ event: "coming_stopped", phones: enrolments });
      }
    }
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    dispatch(isOfComing ? { event: "coming_failed", trouble } : { event: "phone_failed", trouble });
  }
}
