import { type CaseView, isId, measureKinds } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Choice, type ScreenProps } from "../screens/parts.tsx";
import { aboutWords, alertWords } from "./case-screen.tsx";
import { Moment } from "./parts.tsx";
import { shortId } from "./state.ts";

type Line = {
  readonly key: string;
  readonly at: number;
  readonly knownAt: number;
  readonly what: string;
  readonly words?: string;
  readonly who: string;
};

/** What happened and what was done, with both clocks: when it was, and when Aval knew it. */
export function CaseTimeline({ model, t, view }: ScreenProps & { readonly view: CaseView }) {
  const { timeline } = t.cases;
  const [clock, setClock] = useState<"byHappened" | "byKnown">("byHappened");
  const lines = linesOf(view, t).sort((one, other) =>
    clock === "byHappened" ? one.at - other.at : one.knownAt - other.knownAt,
  );
  return (
    <section class="stack stack-tight" aria-labelledby="timeline">
      <h2 id="timeline">{timeline.heading}</h2>
      <div class="inline-choice">
        <Choice
          legend={timeline.sort}
          name="clock"
          values={["byHappened", "byKnown"] as const}
          words={timeline}
          chosen={clock}
          choose={setClock}
        />
      </div>
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">{timeline.when}</th>
              <th scope="col">{timeline.known}</th>
              <th scope="col">{timeline.what}</th>
              <th scope="col">{timeline.who}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <Moment at={line.at} model={model} />
                </td>
                <td>
                  <Moment at={line.knownAt} model={model} />
                </td>
                <th scope="row">
                  {line.what}
                  {line.words !== undefined && <p class="said">{line.words}</p>}
                </th>
                <td>{line.who}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function linesOf(view: CaseView, t: ScreenProps["t"]): Line[] {
  const alerts = view.alertList.map((alert) => ({
    ...{ key: alert.alert, at: alert.at, knownAt: alert.knownAt },
    ...{ what: alertWords(alert, t), who: aboutWords(alert, view, t) },
  }));
  const events = view.events.map((event, index) => {
    const { act, by, words, to } = event;
    const measure = measureKinds.find((one) => one === to);
    const named =
      to !== undefined && isId("cas", to)
        ? t.cases.name(shortId(to))
        : measure
          ? t.cases.measures[measure]
          : to;
    // A try to reach somebody stands beside them, with how.
    const about = act === "reached" ? undefined : named;
    return {
      ...{ key: `event-${index}`, at: event.at, knownAt: event.at },
      what: about === undefined ? t.cases.events[act] : `${t.cases.events[act]} – ${about}`,
      ...(words === undefined ? {} : { words }),
      who: by ?? t.cases.timeline.aval,
    };
  });
  return [...alerts, ...events];
}
