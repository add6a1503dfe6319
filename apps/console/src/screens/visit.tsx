import { drawQr, hourWords, whenWords } from "@aval/design";
import type { DeskPresence, DeskVisitView } from "@aval/protocol";
import { useState } from "preact/hooks";
import { isBarred, visitHeading } from "../messages.ts";
import { Acting, Button, Heading, Icon, Notice, type ScreenProps } from "./parts.tsx";

type VisitProps<Stage extends DeskVisitView["stage"]> = ScreenProps & {
  readonly visit: Extract<DeskVisitView, { stage: Stage }>;
};

/** One person at the desk: the code, the words, the two signatures. Each stage is a screen. */
export function VisitScreen(given: ScreenProps) {
  const { model, t } = given;
  const { visit } = model.content;
  if (!visit) return <h1>{t.sections.desk}</h1>;
  return (
    <div class="stack" key={visit.stage}>
      <p class="over">
        {t.visit.of} {visit.holder.name} · {visit.holder.nationalId}
      </p>
      <Frozen {...given} visit={visit} />
      <Stage {...given} visit={visit} />
    </div>
  );
}

function Stage({ visit, ...given }: ScreenProps & { visit: DeskVisitView }) {
  switch (visit.stage) {
    case "open":
      return <ToScan {...given} visit={visit} />;
    case "bound":
      return <ToSign {...given} visit={visit} />;
    case "signed":
      return visit.isMine ? (
        <Waiting {...given} visit={visit} />
      ) : (
        <ToCountersign {...given} visit={visit} />
      );
    case "proven":
      return <Proven {...given} visit={visit} />;
    case "over":
      return <Over {...given} visit={visit} />;
  }
}

/** A measure stands: what may be done all the same, and who is told of it. */
function Frozen({ t, visit }: ScreenProps & { visit: DeskVisitView }) {
  if (visit.freeze === undefined || visit.stage === "over") return null;
  return (
    <Notice tone="warning" icon="lock">
      <h2>{t.visit.freeze.heading}</h2>
      {t.visit.freeze[visit.freeze].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

function ToScan({ visit, ...given }: VisitProps<"open">) {
  const { scan } = given.t.visit;
  const { size, d } = drawQr(visit.address);
  return (
    <section class="card stack">
      <Heading takesFocus={given.model.hasMoved}>{visitHeading(visit, given.t)}</Heading>
      <p class="lead">{scan.lead}</p>
      {/* What programs read of it is what it shows: tests and monitors have no camera. */}
      <div class="qr" id="aval-enrol" data-aval-address={visit.address}>
        <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={scan.label}>
          <rect class="qr-ground" width={size} height={size} />
          <path class="qr-cells" d={d} />
        </svg>
      </div>
      <p class="quiet">
        {scan.waiting} {scan.ours}
      </p>
      <div class="row">
        <Stop {...given} visit={visit} />
      </div>
    </section>
  );
}

/** The four words, as large as two people need who look at two screens. */
function Words({ t, visit }: ScreenProps & VisitProps<"bound" | "signed">) {
  return (
    <div class="stack stack-tight">
      <p>{t.visit.words.lead}</p>
      <ol class="words">
        {[...visit.words.entries()].map(([place, word]) => (
          <li key={place}>{word}</li>
        ))}
      </ol>
      <p class="quiet">{t.visit.words.phone(visit.label)}</p>
    </div>
  );
}

function Same({
  t,
  isTicked,
  tick,
}: ScreenProps & { isTicked: boolean; tick: (on: boolean) => void }) {
  return (
    <div class="stack stack-tight">
      <label class="check">
        <input
          type="checkbox"
          checked={isTicked}
          onChange={(event) => tick(event.currentTarget.checked)}
        />
        <span>{t.visit.words.same}</span>
      </label>
      <p class="quiet">{t.visit.words.different}</p>
    </div>
  );
}

function Sign(
  props: ScreenProps & { visit: DeskVisitView; presence: DeskPresence; isReady: boolean },
) {
  const { model, t, engine, visit, presence, isReady } = props;
  const isSigning = model.busy?.act === "sign";
  return (
    <Button
      kind="primary"
      icon="key"
      isBusy={isSigning || !isReady}
      onTap={() => engine.act({ act: "sign", visit: visit.visit, presence })}
    >
      {isSigning ? t.visit.signing : t.visit.sign}
    </Button>
  );
}

function Stop({ visit, ...given }: ScreenProps & { visit: DeskVisitView }) {
  const { t } = given;
  return (
    <Acting
      {...given}
      act={{ act: "end_visit", visit: visit.visit }}
      label={t.visit.end}
      question={t.visit.endAsk}
      text={t.visit.endText}
      confirm={t.visit.endConfirm}
    />
  );
}

/** What the registrar must know of it before they sign: a new phone needs no word. */
function Which({ t, visit }: VisitProps<"bound" | "signed">) {
  if (visit.phone === "new") return null;
  const { lead, text } = visit.phone === "held" ? t.visit.held : t.visit.toConfirm;
  return (
    <Notice icon="phone">
      <p>
        <strong>{lead(visit.holder.name)}</strong>
      </p>
      <p>{text}</p>
    </Notice>
  );
}

/** It is somebody else's already: there is nothing to sign. */
function OfAnother(given: VisitProps<"bound">) {
  const { heading, lead } = given.t.visit.ofAnother;
  return (
    <section class="card stack">
      <Heading takesFocus={given.model.hasMoved}>{heading}</Heading>
      <Notice tone="warning" icon="warning">
        <p>{lead(given.visit.holder.name)}</p>
      </Notice>
      <div class="row">
        <Stop {...given} />
      </div>
    </section>
  );
}

/** The notice above says why: there is nothing to sign. */
function Barred(given: VisitProps<"bound" | "signed">) {
  return (
    <section class="card stack">
      <Heading takesFocus={given.model.hasMoved}>{visitHeading(given.visit, given.t)}</Heading>
      <div class="row">
        <Stop {...given} />
      </div>
    </section>
  );
}

function ToSign(given: VisitProps<"bound">) {
  const { model, t, visit } = given;
  const [isSame, setSame] = useState(false);
  if (visit.phone === "of_another") return <OfAnother {...given} />;
  if (isBarred(visit)) return <Barred {...given} />;
  return (
    <section class="card stack">
      <Heading takesFocus={model.hasMoved}>{visitHeading(visit, t)}</Heading>
      <Which {...given} />
      <Words {...given} />
      <Same {...given} isTicked={isSame} tick={setSame} />
      <div class="row">
        <Sign {...given} presence="room" isReady={isSame} />
        <Stop {...given} />
      </div>
    </section>
  );
}

function Waiting(given: VisitProps<"signed">) {
  const { model, t, visit } = given;
  return (
    <section class="card stack">
      <Heading takesFocus>{visitHeading(visit, t)}</Heading>
      <p class="lead">{t.visit.waits.lead(hourWords(visit.until, model.lang))}</p>
      <p>{t.visit.waits.how}</p>
      <Which {...given} />
      <Words {...given} />
      <div class="row">
        <Stop {...given} />
      </div>
    </section>
  );
}

/** Where the second registrar is; under a freeze there is one answer, and it is said. */
function Presence(
  props: VisitProps<"signed"> & {
    presence: DeskPresence | undefined;
    choose: (presence: DeskPresence | undefined) => void;
  },
) {
  const { t, visit, presence, choose } = props;
  const { second } = t.visit;
  if (visit.freeze)
    return (
      <label class="check">
        <input
          type="checkbox"
          checked={presence === "room"}
          onChange={(event) => choose(event.currentTarget.checked ? "room" : undefined)}
        />
        <span>{second.inRoom}</span>
      </label>
    );
  return (
    <fieldset class="checks">
      <legend>{second.where}</legend>
      {(["room", "elsewhere"] as const).map((one) => (
        <label key={one} class="check">
          <input
            type="radio"
            name="presence"
            checked={presence === one}
            onChange={() => choose(one)}
          />
          <span>
            {second[one]}
            {one === "elsewhere" && <span class="quiet hint">{second.elsewhereHint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function ToCountersign(given: VisitProps<"signed">) {
  const { model, t, visit } = given;
  const { second } = t.visit;
  const [presence, setPresence] = useState<DeskPresence>();
  const [isSeen, setSeen] = useState(false);
  const [isSame, setSame] = useState(false);
  const isReady = presence !== undefined && isSeen && isSame;
  if (isBarred(visit)) return <Barred {...given} />;
  return (
    <section class="card stack">
      <Heading takesFocus={model.hasMoved}>{visitHeading(visit, t)}</Heading>
      <p class="lead">{second.lead(visit.by)}</p>
      <Which {...given} />
      <Presence {...given} presence={presence} choose={setPresence} />
      <label class="check">
        <input
          type="checkbox"
          checked={isSeen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
        <span>{second.seen}</span>
      </label>
      <Words {...given} />
      <Same {...given} isTicked={isSame} tick={setSame} />
      <div class="row">
        <Sign {...given} presence={presence ?? "elsewhere"} isReady={isReady} />
      </div>
      <p class="quiet">{second.until(hourWords(visit.until, model.lang))}</p>
    </section>
  );
}

function Proven({ model, t, visit }: VisitProps<"proven">) {
  const { proven } = t.visit;
  const said = visit.phone === "to_confirm" ? proven.raised : proven;
  return (
    <section class="card stack">
      <span class="emblem emblem-good">
        <Icon name="check" />
      </span>
      <Heading takesFocus>{visitHeading(visit, t)}</Heading>
      <p class="lead">
        {visit.isReady ? said.now : said.later(whenWords(visit.readyAt, model.lang))}
      </p>
      <Notice icon="lock">
        <p>{proven.never}</p>
      </Notice>
    </section>
  );
}

function Over({ t, visit }: VisitProps<"over">) {
  return (
    <section class="card stack">
      <span class="emblem emblem-quiet">
        <Icon name="clock" />
      </span>
      <Heading takesFocus>{visitHeading(visit, t)}</Heading>
      <p class="lead">{t.visit.over.lead}</p>
    </section>
  );
}
