import { type Door, doors, type LoginView } from "@aval/protocol";
import { type Messages, namesIn } from "../messages.ts";
import type { Choice } from "../state.ts";
import { Icon } from "./parts.tsx";

type Given = { readonly words: Messages; readonly view: LoginView | undefined };

/**
 * What a session from here will be able to do, when that is less than everything: why, and always what opens more. `by`: the
 * way being tried; without one, what was opened.
 */
export function Rights({ words, view, by }: Given & { by?: Choice }) {
  if (!view || view.rights === "full" || (!view.rights && !by)) return null;
  const isOpen = view.rights === "reduced";
  const none = by === "digits" ? words.rights.noneByDigits : words.rights.noneByScan;
  const opening = known(view);
  // Where only a place with more proof would do, it is the service that asks for more, whatever this computer is.
  const reason = opening.find((door) => door === "place_l5") ?? opening[0];
  return (
    <div class={`notice notice-${isOpen ? "plain" : "warning"} notice-marked`}>
      <Icon name={isOpen ? "note" : "warning"} />
      <div class="stack stack-tight">
        <p>
          {isOpen ? words.rights.reduced : none} {reason && words.doors.why[reason]}
        </p>
        <Doors words={words} view={view} />
      </div>
    </div>
  );
}

/** What opens more, best first. Nothing is said where the server said nothing. */
export function Doors({ words, view }: Given) {
  if (!view?.doors) return null;
  const found = known(view);
  if (found.length === 0) return view.rights ? null : <p>{words.doors.none}</p>;
  return (
    <div class="doors">
      <p class="doors-title">{view.rights ? words.doors.more : words.doors.instead}</p>
      <ul>
        {found.map((door) => (
          <li key={door}>{words.doors.how[door]}</li>
        ))}
      </ul>
    </div>
  );
}

/** Those this page has words for: a newer server may know more. */
function known(view: LoginView | undefined): readonly Door[] {
  return (view?.doors ?? []).filter((door) => doors.includes(door));
}

/** On a shared place: whose it is, so that whoever stands there knows that it is the right one. */
export function People({
  words,
  people,
}: {
  readonly words: Messages;
  readonly people: readonly string[];
}) {
  if (people.length === 0) return null;
  return (
    <p class="people">
      <Icon name="person" />
      <span>{words.shared.people(namesIn(people, words.shared))}</span>
    </p>
  );
}
