import type { PageBell } from "@aval/protocol";
import { useEffect, useRef } from "preact/hooks";
import type { Messages } from "../messages.ts";
import { calmSeconds } from "../time.ts";
import { Button, Icon, type ScreenProps } from "./parts.tsx";

/** The bells of this place, and the one that was rung: until when no other is. */
export type Ringing = {
  readonly bells: readonly PageBell[];
  readonly rung: PageBell | undefined;
  readonly secondsLeft: number;
};

/**
 * On the holder's own place: their phone rings, and still has to scan. After a press the page says the same whatever became of
 * it, and that scanning works: whether the holder sleeps, refused or was rung too often is theirs alone.
 */
export function Bells({
  words,
  ringing,
  dispatch,
}: Pick<ScreenProps, "words" | "dispatch"> & { readonly ringing: Ringing }) {
  const { bells, rung, secondsLeft } = ringing;
  if (rung && secondsLeft > 0)
    return <Rung key={rung.bell} bell={rung} secondsLeft={secondsLeft} words={words} />;
  return bells.map((bell) => (
    <Button
      key={bell.bell}
      kind="plain"
      choose="bell"
      icon="bell"
      onTap={() => dispatch({ event: "rang", bell: bell.bell })}
    >
      {bell.firstName ? words.bell.ringOf(bell.firstName) : words.bell.ring}
    </Button>
  ));
}

/** In the place of the button, with the focus that it had. */
function Rung({
  bell,
  secondsLeft,
  words,
}: {
  readonly bell: PageBell;
  readonly secondsLeft: number;
  readonly words: Messages;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} class="notice notice-plain notice-marked">
      <Icon name="bell" />
      <div class="stack stack-tight">
        <p>
          <strong>{rungWords(bell, words)}</strong>
        </p>
        <p>{words.bell.otherwise}</p>
        <p class="quiet">{words.bell.again(words.time(calmSeconds(secondsLeft)))}</p>
      </div>
    </div>
  );
}

/** That it rings, and what to do now. */
export function rungWords({ firstName }: PageBell, words: Messages): string {
  return firstName ? words.bell.rungOf(firstName) : words.bell.rung;
}
