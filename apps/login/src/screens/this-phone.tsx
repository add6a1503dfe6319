import { Button, type ScreenProps } from "./parts.tsx";

/**
 * Into Aval on this very device, in this very browser. Always there, since what a browser says of its device is a hint
 * only; on what looks like a phone it comes first, where no code of this screen could be scanned.
 */
export function ThisPhone({
  words,
  dispatch,
  onPhone,
}: Pick<ScreenProps, "words" | "dispatch"> & { readonly onPhone: boolean }) {
  const button = (
    <Button
      kind={onPhone ? "primary" : "plain"}
      choose="this_phone"
      icon="phone"
      onTap={() => dispatch({ event: "asked", ask: "this_phone" })}
    >
      {onPhone ? words.here.goOn : words.here.otherwise}
    </Button>
  );
  if (!onPhone) return button;
  return (
    <div class="stack stack-tight this-phone">
      <p>{words.here.why}</p>
      {button}
    </div>
  );
}
