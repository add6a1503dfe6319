import type { KeyModel } from "../../../apps/login/src/passkeys/state.ts";
import type { Model } from "../../../apps/login/src/state.ts";
import type { WipedModel } from "../../../apps/login/src/wiped/state.ts";
import type { WorkstationModel } from "../../../apps/login/src/workstation/state.ts";

/**
 * One picture of the wall: the sign-in page's, that of the page on which a key is added, of a workstation's, or the one for a phone
 * that forgot everything.
 */
export type Drawn = {
  readonly model?: Partial<Model>;
  readonly key?: Partial<KeyModel>;
  readonly workstation?: Partial<WorkstationModel>;
  readonly wiped?: Partial<WipedModel>;
};
type Wall = Readonly<Record<string, Readonly<Record<string, Drawn>>>>;

const each = <State>(
  states: Readonly<Record<string, Readonly<Record<string, State>>>>,
  drawn: (state: State) => Drawn,
): Wall =>
  Object.fromEntries(
    Object.entries(states).map(([screen, some]) => [
      screen,
      Object.fromEntries(Object.entries(some).map(([name, state]) => [name, drawn(state)])),
    ]),
  );

export const ofSignIn = (
  states: Readonly<Record<string, Readonly<Record<string, Partial<Model>>>>>,
) => each(states, (model) => ({ model }));
export const ofKeys = (
  states: Readonly<Record<string, Readonly<Record<string, Partial<KeyModel>>>>>,
) => each(states, (key) => ({ key }));
export const ofWorkstations = (
  states: Readonly<Record<string, Readonly<Record<string, Partial<WorkstationModel>>>>>,
) => each(states, (workstation) => ({ workstation }));
export const ofWiped = (
  states: Readonly<Record<string, Readonly<Record<string, Partial<WipedModel>>>>>,
) => each(states, (wiped) => ({ wiped }));
