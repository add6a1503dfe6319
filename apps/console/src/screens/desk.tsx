import { hourWords } from "@aval/design";
import type { DeskList, DeskPerson } from "@aval/protocol";
import { useState } from "preact/hooks";
import { visitPath } from "../state.ts";
import { FindPerson } from "./find-person.tsx";
import { Button, Facts, Icon, Notice, type ScreenProps, Top } from "./parts.tsx";

/** *Guichet*: whoever stands there, and what waits for a second signature. */
export function DeskScreen(given: ScreenProps) {
  const { model, t } = given;
  const { desk, person } = model.content;
  return (
    <>
      <Top {...given} section="desk" lead={t.desk.lead} />
      <FindPerson {...given} act="find" words={t.desk} />
      {person && <Person key={person.nationalId} {...given} person={person} />}
      {desk && (
        <Lines {...given} heading={t.desk.countersign} lines={desk.toCountersign} isOthers />
      )}
      {desk && desk.mine.length > 0 && <Lines {...given} heading={t.desk.mine} lines={desk.mine} />}
    </>
  );
}

type Check = keyof ScreenProps["t"]["desk"]["check"];
const checksInOrder: readonly Check[] = ["original", "face", "name"];

/** Their page beside their document: each comparison is ticked before a code is shown. */
function Person({ model, t, engine, person }: ScreenProps & { person: DeskPerson }) {
  const [ticked, setTicked] = useState<readonly Check[]>([]);
  const isReady = checksInOrder.every((one) => ticked.includes(one));
  const isBusy = model.busy?.act === "open";
  const facts = (
    [
      [t.desk.family, person.familyName],
      [t.desk.given, person.givenNames],
      [t.desk.id, person.nationalId],
      [t.desk.places, person.places.join(", ")],
    ] as const
  ).filter(([, value]) => value !== "");
  return (
    <section class="card stack" aria-labelledby="person">
      <div class="stack stack-tight">
        <p class="over">{t.person.found}</p>
        <h2 id="person">{person.name}</h2>
      </div>
      <Facts rows={facts} />
      <fieldset class="checks">
        <legend>{t.desk.checks}</legend>
        {checksInOrder.map((one) => (
          <label key={one} class="check">
            <input
              type="checkbox"
              checked={ticked.includes(one)}
              onChange={(event) =>
                setTicked(
                  event.currentTarget.checked
                    ? [...ticked, one]
                    : ticked.filter((other) => other !== one),
                )
              }
            />
            <span>{t.desk.check[one]}</span>
          </label>
        ))}
      </fieldset>
      <div class="row">
        <Button
          kind="primary"
          icon="scan"
          isBusy={isBusy || !isReady}
          onTap={() => engine.act({ act: "open", nationalId: person.nationalId })}
        >
          {isBusy ? t.desk.opening : t.desk.open}
        </Button>
      </div>
    </section>
  );
}

function Lines(
  props: ScreenProps & { heading: string; lines: DeskList["mine"]; isOthers?: boolean },
) {
  const { model, t, engine, heading, lines, isOthers } = props;
  return (
    <section class="stack stack-tight">
      <h2>{heading}</h2>
      {lines.length === 0 && (
        <Notice icon="check">
          <p>{t.desk.none}</p>
        </Notice>
      )}
      <ul class="listed">
        {lines.map(({ visit, openedAt, by }) => (
          <li key={visit} class="card listed-one">
            <Icon name="phone" />
            <div>
              <p>{t.desk.by(by, hourWords(openedAt, model.lang))}</p>
            </div>
            <a
              class="button button-plain"
              href={visitPath(visit)}
              onClick={(event) => {
                event.preventDefault();
                engine.goToVisit(visit);
              }}
            >
              {isOthers ? t.desk.look : t.desk.resume}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
