import { useId, useRef, useState } from "preact/hooks";
import type { Dispatch } from "../../effects.ts";
import type { Messages } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  type ScreenProps,
  TroubleNotice,
  useFocusOnArrival,
} from "../../shell/parts.tsx";
import { matching, storyIn } from "../search.ts";
import { type Desk, mayPresent, type Registrar } from "../state.ts";

/** As many as a thumb scrolls through; the search finds the others. */
const shownAtOnce = 8;

/** The sandbox's counter: who one is, and the two registrars who sign. They go through the same door as real ones. */
export function DeskScreen({ screen, model, t, dispatch }: ScreenProps<Desk>) {
  const { busy, person, people } = screen;
  const wasChosen = useRef(false);
  wasChosen.current ||= person !== undefined;
  const sameTwice = screen.first !== undefined && screen.first === screen.second;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.desk.title}</Heading>
        <p>{t.desk.lead}</p>
      </div>
      {busy === "loading" && <p class="quiet">{t.desk.loading}</p>}
      {people.length > 0 &&
        (person ? (
          <Chosen screen={screen} t={t} dispatch={dispatch} />
        ) : (
          <Choice screen={screen} t={t} dispatch={dispatch} again={wasChosen.current} />
        ))}
      {people.length > 0 && person && (
        <div class="card stack">
          <RegistrarChoice
            rank="first"
            label={t.desk.first}
            chosen={screen.first}
            registrars={screen.registrars}
            dispatch={dispatch}
          />
          <RegistrarChoice
            rank="second"
            label={t.desk.second}
            chosen={screen.second}
            registrars={screen.registrars}
            dispatch={dispatch}
          />
          {sameTwice && <p class="field-error">{t.desk.same}</p>}
        </div>
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {/* A simulated phone is a frame of this page, and a wallet comes back to a browser. */}
      {people.length > 0 && !person && model.name === undefined && (
        <>
          <Button kind="plain" icon="phone" onTap={() => dispatch({ event: "wallet_tapped" })}>
            {t.wallet.tap}
          </Button>
          <Button kind="plain" icon="phone" onTap={() => dispatch({ event: "eid_tapped" })}>
            {t.eid.tap}
          </Button>
        </>
      )}
      {people.length === 0 && !busy && (
        <Dock>
          <Button icon="again" onTap={() => dispatch({ event: "present_tapped" })}>
            {t.desk.retry}
          </Button>
        </Dock>
      )}
      {person && (
        <Dock>
          <Button
            busy={busy !== undefined || !mayPresent(screen)}
            onTap={() => dispatch({ event: "present_tapped" })}
          >
            {busy === "presenting" ? t.desk.busy : t.desk.go}
          </Button>
        </Dock>
      )}
    </>
  );
}

type Part = { readonly screen: Desk; readonly t: Messages; readonly dispatch: Dispatch };

/** `again`: the list comes in the place of somebody chosen, and takes the focus from there. */
function Choice({ screen, t, dispatch, again }: Part & { readonly again: boolean }) {
  const field = useFocusOnArrival<HTMLInputElement>(again);
  const [typed, setTyped] = useState("");
  const id = useId();
  const found = matching(screen.people, typed);
  const rest = found.length - shownAtOnce;
  return (
    <section class="stack stack-tight" aria-labelledby={`${id}-who`}>
      <h2 id={`${id}-who`}>{t.desk.who}</h2>
      <div class="field">
        <label for={id}>{t.desk.search}</label>
        <input
          ref={field}
          id={id}
          type="search"
          autoComplete="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p class="visually-hidden" role="status">
        {typed && (found.length === 0 ? t.desk.none : t.desk.shown(found.length))}
      </p>
      {found.length === 0 && <p>{t.desk.none}</p>}
      <ul class="people">
        {found.slice(0, shownAtOnce).map((person) => (
          <li key={person.nationalId}>
            <button
              type="button"
              class="person"
              onClick={() => dispatch({ event: "person_chosen", person })}
            >
              <span class="person-name">{person.name}</span>
              <span class="number quiet">{person.nationalId}</span>
              <span class="quiet">{storyIn(person.story, t.language)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rest > 0 && <p class="quiet">{t.desk.more(rest)}</p>}
    </section>
  );
}

function Chosen({ screen, t, dispatch }: Part) {
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const { person } = screen;
  if (!person) return null;
  return (
    <section class="card stack stack-tight" aria-labelledby="chosen">
      <h2 id="chosen" ref={heading} tabIndex={-1}>
        {t.desk.chosen}
      </h2>
      <p class="lead">
        <strong>{person.name}</strong>
      </p>
      <p class="quiet number">{person.nationalId}</p>
      <p class="quiet">{storyIn(person.story, t.language)}</p>
      <Button kind="quiet" onTap={() => dispatch({ event: "person_chosen", person: undefined })}>
        {t.desk.change}
      </Button>
    </section>
  );
}

type RegistrarProps = {
  readonly rank: "first" | "second";
  readonly label: string;
  readonly chosen: string | undefined;
  readonly registrars: readonly Registrar[];
  readonly dispatch: Dispatch;
};

function RegistrarChoice({ rank, label, chosen, registrars, dispatch }: RegistrarProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={chosen}
        onChange={(event) =>
          dispatch({ event: "registrar_chosen", rank, id: event.currentTarget.value })
        }
      >
        {registrars.map((registrar) => (
          <option key={registrar.id} value={registrar.id}>
            {registrar.name}
          </option>
        ))}
      </select>
    </div>
  );
}
