import { whenWords } from "@aval/design";
import { Link } from "@aval/design/shell";
import type { SignalDelivery, StreamLine, StreamView } from "@aval/protocol";
import { Moment } from "../cases/parts.tsx";
import { Button, Facts, Heading, Rows, type ScreenProps, Top } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";
import { servicesPath } from "./state.ts";

/** *Services*: what each was told by Shared Signals, and what became of it. */
export function ServicesScreen(given: ScreenProps) {
  const { model, t } = given;
  const { route } = model;
  if (route.section !== "services") return null;
  if (route.stream) return <Stream {...given} />;
  const streams = model.content.services?.streams;
  return (
    <>
      <Top {...given} section="services" lead={t.services.lead} />
      {streams?.length === 0 && <p>{t.services.none}</p>}
      {streams && streams.length > 0 && <Streams {...given} streams={streams} />}
    </>
  );
}

function Streams(given: ScreenProps & { readonly streams: readonly StreamLine[] }) {
  const { model, t, engine, streams } = given;
  const { columns, states, errors, never } = t.services;
  return (
    <Rows
      caption={t.sections.services}
      columns={Object.values(columns)}
      rows={streams.map((one) => {
        const route = { section: "services", stream: one.stream } as const;
        return {
          key: one.stream,
          cells: [
            <Link
              key="to"
              address={servicesPath(route)}
              onFollow={() => engine.goToServices(route)}
            >
              {one.service}
            </Link>,
            states[one.state],
            one.lastTakenAt === undefined ? never : <Moment at={one.lastTakenAt} model={model} />,
            <Count key="waiting" of={one.waiting} />,
            one.oldestAt === undefined ? "–" : <Moment at={one.oldestAt} model={model} />,
            <Count key="failed" of={one.failed} />,
            one.lastError ? errors[one.lastError] : "–",
          ],
        };
      })}
    />
  );
}

const Count = ({ of }: { readonly of: number }) => <span class="count">{of}</span>;

function Stream(given: ScreenProps) {
  const { model, t, engine } = given;
  const words = t.services;
  const all = { section: "services" } as const;
  const view = model.content.stream;
  return (
    <>
      <Link class="case-back" address={servicesPath(all)} onFollow={() => engine.goToServices(all)}>
        {words.back}
      </Link>
      <Heading takesFocus={model.hasMoved}>{view?.service ?? t.sections.services}</Heading>
      {view && <Standing {...given} view={view} />}
      {view && <Deliveries {...given} view={view} />}
    </>
  );
}

type ViewProps = ScreenProps & { readonly view: StreamView };

const mayReplay = ({ model }: ScreenProps): boolean =>
  model.me?.acts.includes("replay_deliveries") ?? false;

function Standing(given: ViewProps) {
  const { model, t, engine, view } = given;
  const words = t.services;
  const when = (at: number | undefined) => (at === undefined ? "–" : whenWords(at, model.lang));
  const replaying = { act: "replay", stream: view.stream } as const;
  return (
    <section class="card stack">
      <Facts
        rows={[
          [words.columns.state, `${words.states[view.state]} · ${words.methods[view.method]}`],
          [words.columns.taken, view.lastTakenAt ? when(view.lastTakenAt) : words.never],
          [words.columns.waiting, String(view.waiting)],
          [words.columns.oldest, when(view.oldestAt)],
          [words.columns.failed, String(view.failed)],
          [words.columns.error, view.lastError ? words.errors[view.lastError] : "–"],
        ]}
      />
      {mayReplay(given) && view.replayable > 0 && (
        <>
          <p class="quiet">{words.replayHint}</p>
          <div class="row">
            <Button
              kind="plain"
              isBusy={isSameAct(model.busy, replaying)}
              onTap={() => engine.act(replaying)}
            >
              {words.replayAll(view.replayable)}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Deliveries(given: ViewProps) {
  const { model, t, view } = given;
  const { events: words, kinds, deliveries, errors } = t.services;
  const shows = mayReplay(given) && view.deliveries.some((one) => one.mayReplay);
  return (
    <section class="stack stack-tight" aria-labelledby="deliveries">
      <h2 id="deliveries">{words.heading}</h2>
      {view.deliveries.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Rows
          columns={[
            words.what,
            words.at,
            words.state,
            words.tries,
            ...(shows ? [words.again] : []),
          ]}
          rows={view.deliveries.map((one) => ({
            key: one.jti,
            cells: [
              kinds[one.event] ?? one.event,
              <Moment key="at" at={one.at} model={model} />,
              <>
                {deliveries[one.state]}
                {one.answered && <p class="quiet">{errors[one.answered]}</p>}
                {one.replays > 0 && <p class="quiet">{words.replays(one.replays)}</p>}
              </>,
              <Count key="tries" of={one.tries} />,
              ...(shows
                ? [one.mayReplay ? <Replay key="again" {...given} one={one} /> : null]
                : []),
            ],
          }))}
        />
      )}
    </section>
  );
}

function Replay(given: ViewProps & { readonly one: SignalDelivery }) {
  const { model, t, engine, view, one } = given;
  const words = t.services;
  const replaying = { act: "replay", stream: view.stream, jti: one.jti } as const;
  return (
    <Button
      kind="quiet"
      isBusy={isSameAct(model.busy, replaying)}
      onTap={() => engine.act(replaying)}
    >
      {words.replay}
      <span class="visually-hidden">
        {words.replayOf(words.kinds[one.event] ?? one.event, whenWords(one.at, model.lang))}
      </span>
    </Button>
  );
}
