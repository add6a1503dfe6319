import type { PlaceView } from "@aval/protocol";
import { type Messages, whenWords } from "../../messages.ts";
import { codeError } from "../../approvals/words.ts";
import { CodeForm } from "../../shell/code-form.tsx";
import {
  Button,
  Dock,
  Fact,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { PlaceAged, PlaceAsk, PlaceDenied } from "../request.ts";
import { isOfField, mayGive } from "../../shell/code-entry.ts";
import { computerWords } from "../words.ts";

/**
 * The one act that ages a place, shown as a request is: what it is, the answer that ends it first and as large, then the
 * code. Silence never ages one.
 */
export function PlaceAskScreen({ screen, model, t, dispatch }: ScreenProps<PlaceAsk>) {
  const { place, busy } = screen;
  const locked = busy !== undefined || !mayGive(screen, model.now);
  const used = place.firstUsedAgainAt ?? place.lastUsedAt;
  const { title, lead, no } = place.software ? t.softwareAsk : t.placeAsk;
  return (
    <>
      <div>
        <Heading>{title}</Heading>
        <p>{lead}</p>
      </div>
      <dl class="card what">
        <Fact {...thingOf(place, t)} value={computerWords(place, t)}>
          {t.question.distance[place.network]}
        </Fact>
        <Fact
          icon="clock"
          name={t.placeAsk.moment}
          value={t.placeAsk.made(whenWords(place.madeAt, model.now, t))}
        >
          {t.placeAsk.used(whenWords(used, model.now, t))}
        </Fact>
        {!place.software && (
          <Fact icon="person" name={t.question.holder} value={t.places.people[place.people]} />
        )}
      </dl>
      <p>{t.placeAsk.rule}</p>
      <Trouble screen={screen} t={t} />
      <Dock>
        <Button
          kind="refuse"
          icon="hand"
          busy={busy !== undefined}
          onTap={() => dispatch({ event: "place_end_tapped", place })}
        >
          {busy === "no" ? t.placeAsk.ending : no}
        </Button>
        <CodeForm
          entry={screen.entry}
          error={codeError(screen, model.now, t)}
          hint={t.question.codeHint}
          locked={locked}
          t={t}
          dispatch={dispatch}
        >
          <Button icon="check" busy={locked}>
            {busy === "yes" ? t.placeAsk.confirming : t.placeAsk.yes}
          </Button>
        </CodeForm>
      </Dock>
    </>
  );
}

const thingOf = ({ software }: PlaceView, t: Messages) =>
  software
    ? ({ icon: "program", name: t.question.software } as const)
    : ({ icon: "screen", name: t.question.browser } as const);

function Trouble({ screen, t }: { screen: PlaceAsk; t: Messages }) {
  if (isOfField(screen.trouble)) return null;
  if (screen.trouble?.kind !== "offline") return <TroubleNotice trouble={screen.trouble} t={t} />;
  return (
    <Notice tone="warning" icon="offline">
      <p>{t.placeAsk.nothingLost}</p>
    </Notice>
  );
}

export function PlaceAgedScreen({ screen, t, dispatch }: ScreenProps<PlaceAged>) {
  const { place } = screen;
  return (
    <>
      <Panel icon="check" about={computerWords(place, t)}>
        <Heading>{place.software ? t.softwareAsk.aged : t.placeAged.title}</Heading>
        <p>{place.software ? t.softwareAsk.agedLead : t.placeAged.lead}</p>
      </Panel>
      {!place.software && place.people === "several" && <p>{t.placeAged.several}</p>}
      <p class="quiet">{t.placeAged.sleep}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}

/** The holder says that a place is none of theirs: it is gone already, and somebody may have had them make it. */
export function PlaceDeniedScreen({ screen, t, dispatch }: ScreenProps<PlaceDenied>) {
  return (
    <>
      <Panel icon="hand" tone="refuse" about={computerWords(screen.place, t)}>
        <Heading>{screen.place.software ? t.softwareAsk.denied : t.placeDenied.title}</Heading>
        <p>{t.placeDenied.lead}</p>
      </Panel>
      <section class="stack stack-tight" aria-labelledby="todo">
        <h2 id="todo">{t.danger.todo}</h2>
        <p>{t.placeDenied.unknown}</p>
        <ol class="steps">
          {t.placeDenied.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <p class="quiet">{t.danger.fault}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "history" })}>
          {t.placeDenied.history}
        </Button>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
