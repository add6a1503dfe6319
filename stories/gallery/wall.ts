/** What hangs in the gallery: for each screen of an application, its states by name; `""` is the ordinary one. */
export type Wall<State> = Readonly<Record<string, Readonly<Record<string, State>>>>;
export type Lang = "fr" | "en";
export const langs: readonly Lang[] = ["fr", "en"];

export type Frame<State> = {
  readonly screen: string;
  readonly state: string;
  readonly shown: State;
};

export function framesOf<State>(wall: Wall<State>): readonly Frame<State>[] {
  return Object.entries(wall).flatMap(([screen, states]) =>
    Object.entries(states).map(([state, shown]) => ({ screen, state, shown })),
  );
}
