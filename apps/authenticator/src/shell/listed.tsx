import type { ComponentChildren } from "preact";
import type { Messages } from "../messages.ts";
import type { Trouble } from "../trouble.ts";
import { Icon, type IconName } from "./icons.tsx";
import { Button, Heading, Notice, TroubleNotice, useFocusOnArrival } from "./parts.tsx";

/*
 * What a holder has, listed in one way everywhere: what it is for, what has just gone, and a card each that goes in one tap.
 */

type ListProps<Item> = {
  readonly words: Readonly<Record<"title" | "lead" | "loading" | "none" | "how", string>>;
  /** Of the notice that there is none. */
  readonly icon: IconName;
  /** `undefined`: not heard yet. */
  readonly list: readonly Item[] | undefined;
  /** Said in the place of what went. */
  readonly gone: ComponentChildren;
  readonly trouble: Trouble | undefined;
  readonly t: Messages;
  readonly line: (item: Item) => ComponentChildren;
};

export function Listed<Item>(props: ListProps<Item>) {
  const { words, icon, list, gone, trouble, t, line } = props;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{words.title}</Heading>
        <p>{words.lead}</p>
      </div>
      {gone}
      <TroubleNotice trouble={trouble} t={t} />
      {!list && !trouble && <p class="quiet">{words.loading}</p>}
      {list?.length === 0 && (
        <Notice icon={icon}>
          <p>
            <strong>{words.none}</strong>
          </p>
          <p>{words.how}</p>
        </Notice>
      )}
      {list && list.length > 0 && <ul class="listed">{list.map(line)}</ul>}
    </>
  );
}

/** In the place of what went, with the focus that its button had. Its `key` is of what went. */
export function Gone({ title, text }: { readonly title: string; readonly text?: string }) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone="good" icon="check">
        <p>
          <strong>{title}</strong>
        </p>
        {text && <p>{text}</p>}
      </Notice>
    </div>
  );
}

/** The top of a card: what it is, and how it stands. */
export function ListedHead({
  icon,
  name,
  standing,
  sign = "",
}: {
  readonly icon: IconName;
  readonly name: string;
  readonly standing: string;
  /** A class of the standing's own. */
  readonly sign?: string;
}) {
  return (
    <div class="listed-head">
      <Icon name={icon} />
      <div>
        <h2>{name}</h2>
        <p class={`listed-standing${sign && ` ${sign}`}`}>{standing}</p>
      </div>
    </div>
  );
}

/** Ends this one: which one is said to whoever does not see the card. */
export function EndButton({
  busy,
  words,
  of,
  onTap,
}: {
  readonly busy: boolean;
  readonly words: string;
  readonly of: string;
  readonly onTap: () => void;
}) {
  return (
    <Button kind="refuse" busy={busy} onTap={onTap}>
      {words}
      <span class="visually-hidden"> {of}</span>
    </Button>
  );
}
