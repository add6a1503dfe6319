import { whenWords } from "@aval/design";
import {
  type CaseView,
  type MeasureKind,
  type MeasureLine,
  type MeasurePreview,
  type MeasureTarget,
  measureKinds,
} from "@aval/protocol";
import { useState } from "preact/hooks";
import {
  Acting,
  Button,
  Choice,
  Notice,
  type ScreenProps,
  SignChecked,
} from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";
import { WordsForm } from "./parts.tsx";

type ViewProps = ScreenProps & { readonly view: CaseView };

/** What was stopped for the people of a case, what waits for a second person, and what its analyst may stop. */
export function Measures(given: ViewProps) {
  const { t, view } = given;
  const { measure: words } = t.cases;
  const mayTake = view.isMine && view.state !== "closed" && view.holders.some(({ name }) => name);
  return (
    <section class="stack stack-tight" aria-labelledby="measures">
      <h2 id="measures">{words.heading}</h2>
      {view.measures.length === 0 && <p class="quiet">{words.none}</p>}
      {view.measures.map((one) => (
        <Taken key={one.measure} {...given} one={one} />
      ))}
      {mayTake && <Taking key={view.measures.length} {...given} />}
    </section>
  );
}

function Taken(given: ViewProps & { readonly one: MeasureLine }) {
  const { model, t, one } = given;
  const { measure: words, measures: kinds, elsewhere } = t.cases;
  const when = (at: number) => whenWords(at, model.lang);
  return (
    <article class="card stack stack-tight">
      <h3>{words.of(kinds[one.kind], one.people)}</h3>
      <p>{words.states[one.state](one.reached, one.people)}</p>
      <p>{one.names.map(({ name }) => name ?? elsewhere).join(", ")}</p>
      <p class="quiet">
        {words.by(one.by, when(one.at))}
        {one.secondedBy !== undefined && ` ${words.signedBy(one.secondedBy)}`}
      </p>
      <p class="said">{one.words}</p>
      {one.state === "waiting" && <Waiting {...given} />}
    </article>
  );
}

function Waiting(given: ViewProps & { readonly one: MeasureLine }) {
  const { model, t, view, one } = given;
  const { measure: words } = t.cases;
  const ofIt = { case: view.case, measure: one.measure } as const;
  const until = words.until(whenWords(one.until ?? one.at, model.lang));
  if (one.isMine)
    return (
      <>
        <Notice icon="clock">
          <p>{words.waitsForOther}</p>
          <p class="quiet">{until}</p>
        </Notice>
        <div class="row">
          <Acting
            {...given}
            act={{ act: "withdraw_measure", ...ofIt }}
            label={words.withdraw}
            question={words.withdrawAsk}
            text={words.withdrawText}
            confirm={words.withdrawDo}
          />
        </div>
      </>
    );
  return (
    <>
      <p class="quiet">{until}</p>
      <SignChecked
        {...given}
        act={{ act: "sign_measure", ...ofIt }}
        check={words.read}
        signing={t.contacts.signing}
        sign={words.sign}
      />
    </>
  );
}

/** Chosen, then shown, then taken: what is done is what was on the screen. */
function Taking(given: ViewProps) {
  const { model, t, engine, view } = given;
  const { measure: words } = t.cases;
  const named = view.holders.filter(({ name }) => name !== undefined);
  const { preview } = model.content;
  const [kind, setKind] = useState<MeasureKind | undefined>(preview?.kind);
  const [people, setPeople] = useState<readonly string[]>(
    (preview?.targets ?? named).map(({ person }) => person),
  );
  const chosen = people.filter((one) => named.some(({ person }) => person === one));
  const isOfPhone = kind === "suspend_phone";
  const isOneTooMany = isOfPhone && chosen.length !== 1;
  const showing =
    kind &&
    !isOneTooMany &&
    ({ act: "preview_measure", case: view.case, kind, people: chosen } as const);
  const isShown =
    preview !== undefined &&
    preview.kind === kind &&
    preview.targets.length === chosen.length &&
    preview.targets.every(({ person }) => chosen.includes(person));
  return (
    <details open={preview !== undefined}>
      <summary>{words.take}</summary>
      <div class="card stack">
        <Choice
          legend={words.what}
          name="measure"
          values={measureKinds}
          words={words.kinds}
          chosen={kind}
          choose={setKind}
        />
        <fieldset class="checks">
          <legend>{words.whom}</legend>
          {named.map(({ person, name }) => (
            <label key={person} class="check">
              <input
                type="checkbox"
                checked={chosen.includes(person)}
                onChange={(event) =>
                  setPeople(
                    event.currentTarget.checked
                      ? [...chosen, person]
                      : chosen.filter((one) => one !== person),
                  )
                }
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        {isOneTooMany && <p class="quiet">{words.oneAtATime}</p>}
        {!isShown && (
          <div class="row">
            <Button
              kind="plain"
              isBusy={!showing || chosen.length === 0 || isSameAct(model.busy, showing)}
              onTap={() => showing && chosen.length > 0 && engine.act(showing)}
            >
              {words.show}
            </Button>
          </div>
        )}
        {isShown && kind && <Shown {...given} preview={preview} kind={kind} people={chosen} />}
      </div>
    </details>
  );
}

function Shown(
  given: ViewProps & {
    readonly preview: MeasurePreview;
    readonly kind: MeasureKind;
    readonly people: readonly string[];
  },
) {
  const { model, t, engine, view, preview, kind, people } = given;
  const { measure: words } = t.cases;
  return (
    <div class="stack stack-tight">
      <div class="table-frame">
        <table>
          <caption class="visually-hidden">{words.whom}</caption>
          <thead>
            <tr>
              <th scope="col">{words.columns.who}</th>
              <th scope="col">{words.columns.sessions}</th>
              <th scope="col">{words.columns.places}</th>
              <th scope="col">{words.columns.bells}</th>
              <th scope="col">{words.columns.phones}</th>
              <th scope="col">{words.columns.stops}</th>
            </tr>
          </thead>
          <tbody>
            {preview.targets.map((one) => (
              <Target key={one.person} one={one} t={t} />
            ))}
          </tbody>
        </table>
      </div>
      {kind === "suspend_phone" && <WhichPhone {...given} />}
      <p>{preview.needsSecond ? words.byTwo(people.length) : words.atOnce}</p>
      <WordsForm
        id="measure-words"
        label={words.why}
        button={preview.needsSecond ? words.ask : words.doIt}
        missing={t.cases.acts.missing}
        isBusy={model.busy?.act === "take_measure"}
        mayGo={() => kind !== "suspend_phone" || preview.phone !== undefined}
        send={(said) =>
          engine.act({
            act: "take_measure",
            case: view.case,
            ...{ kind, people, words: said, digest: preview.digest },
            ...(preview.phone ? { phone: preview.phone } : {}),
          })
        }
      />
    </div>
  );
}

/** Which of this person's phones; another press shows anew what would be stopped, and is what is signed. */
function WhichPhone({
  model,
  t,
  engine,
  view,
  preview,
  people,
}: ViewProps & { readonly preview: MeasurePreview; readonly people: readonly string[] }) {
  const { measure: words } = t.cases;
  const phones = preview.targets[0]?.phones ?? [];
  const names = Object.fromEntries(
    phones.map(({ phone, level, since }) => [
      phone,
      words.onePhone(level, whenWords(since, model.lang)),
    ]),
  );
  return (
    <Choice
      legend={words.whichPhone}
      name="phone"
      values={phones.map(({ phone }) => phone)}
      words={names}
      chosen={preview.phone}
      choose={(phone) =>
        engine.act({
          ...{ act: "preview_measure", case: view.case, kind: "suspend_phone" },
          ...{ people, phone },
        })
      }
    />
  );
}

const Target = ({ one, t }: { readonly one: MeasureTarget; readonly t: ScreenProps["t"] }) => (
  <tr>
    <th scope="row">
      {one.name} <span class="number">{one.nationalId}</span>
    </th>
    <td class="count">{one.sessions}</td>
    <td class="count">{one.places}</td>
    <td class="count">{one.bells}</td>
    <td class="count">{one.phones.length}</td>
    <td>{one.stops.map((stop) => t.cases.measure.stops[stop]).join(", ") || "–"}</td>
  </tr>
);
