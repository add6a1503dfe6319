import type { WorkstationView } from "@aval/protocol";
import {
  firstWorkstation,
  type WorkstationModel,
  type WorkstationScreen,
} from "../../../apps/login/src/workstation/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/** The page of a workstation, in every state: a screen without a row does not compile. */
type States = Readonly<Record<string, Partial<WorkstationModel>>>;

const now = 1_795_162_320;
const frame = `AVALP1.${"0123456789".repeat(4)}abc.${now}.abcdefghijklmnopqrstuv`;
const registered = (structure: string): { view: WorkstationView } => ({
  view: { now, workstation: { structure, until: now + 31_000_000 } },
});
const { fr, en } = errors.invalid_message;

const states: Readonly<Record<WorkstationScreen, States>> = {
  opening: { "": {}, down: { isDown: true } },
  offered: { "": { view: { now, frame } }, down: { view: { now, frame }, isDown: true } },
  registered: {
    "": registered("Centre hospitalier de Villefictive"),
    long: registered(
      "Groupement hospitalier interrégional de Montigny-Lencoup-Sainte-Colombe, site du Grand-Port",
    ),
  },
  denied: {
    "": {
      problem: { error: "invalid_message", message: { fr, en }, reference: "k7qf-2m9d" },
    },
  },
};

/** By the names they hang under: beside the sign-in page's own screens. */
export const workstationStates: Readonly<Record<string, States>> = Object.fromEntries(
  Object.entries(states).map(([screen, some]) => [`workstation-${screen}`, some]),
);

/** The page as it stands at the moment of its last answer. */
export function ordinaryWorkstation(
  state: Partial<WorkstationModel>,
  lang: WorkstationModel["lang"],
): WorkstationModel {
  return { ...firstWorkstation(lang), ...state };
}
