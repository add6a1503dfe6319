import { whenWords } from "@aval/design";
import {
  type CaseView,
  type MeasureKind,
  type MeasureLine,
  type MeasurePreview,
  type MeasureTarget,
  type MeasureThing,
  measureKinds,
  measureThings,
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
  const of = kind && measureThings[kind];
  const isOneTooMany = of !== undefined && chosen.length !== 1;
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
        {isOneTooMany && <p class="quiet">{words.oneAtATime[of]}</p>}
        {!isShown && (
          <div class="row">
            <Button
              kind="plain"
              isBusy={!showing || chosen.length === 0 || isSameAct(model.busy, showing)}
              onTap={() => showing && chosen.length > 0 && engine.act(showing)}
            >
              {kind && givesBack(kind) ? words.showBack : words.show}
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
  const of = measureThings[kind];
  const isBack = givesBack(kind);
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
              <th scope="col">{words.columns.cards}</th>
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
      {of && <WhichOne {...given} of={of} />}
      <p>
        {isBack ? words.backByTwo : preview.needsSecond ? words.byTwo(people.length) : words.atOnce}
      </p>
      <WordsForm
        id="measure-words"
        label={words.why}
        button={preview.needsSecond ? words.ask : words.doIt}
        missing={t.cases.acts.missing}
        isBusy={model.busy?.act === "take_measure"}
        mayGo={() => of === undefined || preview[of] !== undefined}
        send={(said) =>
          engine.act({
            act: "take_measure",
            case: view.case,
            ...{ kind, people, words: said, digest: preview.digest },
            ...(preview.phone ? { phone: preview.phone } : {}),
            ...(preview.card ? { card: preview.card } : {}),
          })
        }
      />
    </div>
  );
}

/** Which of this person's phones or cards; another press shows anew what would be done, and is what is signed. */
function WhichOne({
  model,
  t,
  engine,
  view,
  preview,
  kind,
  people,
  of,
}: ViewProps & {
  readonly preview: MeasurePreview;
  readonly kind: MeasureKind;
  readonly people: readonly string[];
  readonly of: "phone" | "card";
}) {
  const { measure: words } = t.cases;
  const when = (at: number) => whenWords(at, model.lang);
  const [target] = preview.targets;
  const isBack = givesBack(kind);
  const phones = (isBack ? target?.suspendedPhones : target?.phones) ?? [];
  const cards = (target?.cards ?? []).filter(({ isSuspended }) => isSuspended === isBack);
  const names: Readonly<Record<string, string>> =
    of === "phone"
      ? Object.fromEntries(
          phones.map(({ phone, level, since }) => [
            phone,
            words.onePhone(level, when(since), isBack),
          ]),
        )
      : Object.fromEntries(
          cards.map(({ card, seen }) => [card, words.oneCard(card.slice(-4), when(seen))]),
        );
  if (Object.keys(names).length === 0) return <p class="quiet">{words.noneSuch[of]}</p>;
  return (
    <Choice
      legend={words.which[of]}
      name={of}
      values={Object.keys(names)}
      words={names}
      chosen={preview[of]}
      choose={(one) =>
        engine.act({
          ...{ act: "preview_measure", case: view.case, kind, people },
          ...({ [of]: one } as MeasureThing),
        })
      }
    />
  );
}

const givesBack = (kind: MeasureKind) => kind === "restore_phone" || kind === "restore_card";

function Target({ one, t }: { readonly one: MeasureTarget; readonly t: ScreenProps["t"] }) {
  const { columns, stops } = t.cases.measure;
  const cards = one.cards.filter(({ isSuspended }) => !isSuspended);
  return (
    <tr>
      <th scope="row">
        {one.name} <span class="number">{one.nationalId}</span>
      </th>
      <td class="count" data-column={columns.sessions}>
        {one.sessions}
      </td>
      <td class="count" data-column={columns.places}>
        {one.places}
      </td>
      <td class="count" data-column={columns.bells}>
        {one.bells}
      </td>
      <td class="count" data-column={columns.phones}>
        {one.phones.length}
      </td>
      <td class="count" data-column={columns.cards}>
        {cards.length}
      </td>
      <td data-column={columns.stops}>{one.stops.map((stop) => stops[stop]).join(", ") || "–"}</td>
    </tr>
  );
}
