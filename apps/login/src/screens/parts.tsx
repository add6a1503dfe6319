import { drawings, type IconName } from "@aval/design";
import type { LoginView } from "@aval/protocol";
import { type ComponentChildren, h, type VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Messages } from "../messages.ts";
import type { Choice, Event } from "../state.ts";

/** What every screen is given: words, the last view, and where taps go. */
export type ScreenProps = {
  readonly words: Messages;
  readonly view: LoginView | undefined;
  readonly dispatch: (event: Event) => void;
};

export const { Icon, Mark } = drawings<VNode>(h);

/**
 * The one arrangement of this page: words, and beside them the panel that shows what they speak of. Always at the same
 * place, so that the eye finds it again when the state changes.
 */
export function Split({
  panel,
  children,
}: {
  panel: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="card split">
      <div class="split-panel">{panel}</div>
      <div class="split-words">{children}</div>
    </section>
  );
}

/**
 * The screen's heading. It takes the focus when the screen changes, so that a screen reader and a keyboard start from
 * what is new; not at the first screen, where the page's title has just been read, and never at a frame.
 */
export function Heading({
  takesFocus,
  children,
}: {
  takesFocus: boolean;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Once a screen, when its heading appears.
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

export function Button(props: {
  kind: "primary" | "refuse" | "plain" | "quiet";
  onTap: () => void;
  choose?: Choice | "this_phone" | "bell";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={`button button-${props.kind}`}
      data-aval-choose={props.choose}
      onClick={props.onTap}
    >
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </button>
  );
}

/** Which service this is for, always in the same place. */
export function ForService({ words, view }: Pick<ScreenProps, "words" | "view">) {
  if (!view) return null;
  return (
    <p class="for-service">
      <Icon name="service" />
      <span>{words.toService(view.service.name)}</span>
    </p>
  );
}

export function Leave({
  words,
  dispatch,
  ended = false,
}: Pick<ScreenProps, "words" | "dispatch"> & { ended?: boolean }) {
  return (
    <Button kind="quiet" icon="leave" onTap={() => dispatch({ event: "returning" })}>
      {ended ? words.leaveEnded : words.leave}
    </Button>
  );
}

/** The server is silent; the page tries again by itself. */
export const DownNotice = ({ text }: { readonly text: string }) => (
  <div class="notice notice-warning notice-marked down">
    <Icon name="offline" />
    <p>{text}</p>
  </div>
);
