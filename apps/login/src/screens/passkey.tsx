import type { Screen } from "../state.ts";
import { Button, ForService, Heading, Icon, Leave, type ScreenProps, Split } from "./parts.tsx";

type Props = ScreenProps & { readonly screen: Extract<Screen, { screen: "passkey" }> };

/** While the browser asks its reader for a key; then why none was taken, and the other ways. */
export function PasskeyScreen({ screen, words, view, dispatch }: Props) {
  const { key } = screen;
  const isOver = key === "none" || key === "refused";
  return (
    <Split panel={<Icon name="key" large />}>
      <ForService words={words} view={view} />
      <Heading key={key} takesFocus>
        {isOver ? words.passkey[key] : words.passkey.heading}
      </Heading>
      <p class="lead">{isOver ? words.passkey[`${key}Text`] : words.passkey.lead}</p>
      <div class="notice notice-warning notice-marked">
        <Icon name="hangUp" />
        <p>{words.passkey.warning}</p>
      </div>
      {isOver && (
        <Button kind="primary" icon="key" onTap={() => dispatch({ event: "took_key" })}>
          {words.passkey.again}
        </Button>
      )}
      <Button
        kind="plain"
        choose="scan"
        icon="scan"
        onTap={() => dispatch({ event: "chose", choice: "scan" })}
      >
        {words.passkey.toScan}
      </Button>
      <Leave words={words} dispatch={dispatch} />
    </Split>
  );
}

/** The way to a key, where this browser can use one. */
export function ToPasskey({
  words,
  dispatch,
  hasKeys,
}: Pick<ScreenProps, "words" | "dispatch"> & { readonly hasKeys: boolean }) {
  if (!hasKeys) return null;
  return (
    <Button kind="plain" choose="passkey" icon="key" onTap={() => dispatch({ event: "took_key" })}>
      {words.passkey.toKey}
    </Button>
  );
}

/** To the page on which a key is added: of no use to this sign-in, hence at its foot. */
export function AddPasskey({
  words,
  hasKeys,
}: Pick<ScreenProps, "words"> & { readonly hasKeys: boolean }) {
  if (!hasKeys) return null;
  return (
    <a class="button button-quiet" href="/passkeys" target="_blank" rel="noopener">
      {words.passkey.add}
    </a>
  );
}

/** A key was taken, and does not open this service from here alone. */
export function WithPasskey({ words, view }: Pick<ScreenProps, "words" | "view">) {
  if (view?.withPasskey === undefined) return null;
  return (
    <div class="notice notice-good notice-marked" role="status">
      <Icon name="key" />
      <p>{view.withPasskey ? words.passkey.andPhone : words.passkey.notEnough}</p>
    </div>
  );
}
