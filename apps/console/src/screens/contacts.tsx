import { dayWords, whenWords } from "@aval/design";
import {
  type ConsoleContact,
  contactFlaws,
  type ContactKind,
  type ContactPerson,
  type ContactProof,
  contactProofs,
  type ContactReason,
  type ContactRequestView,
  contactReasons,
} from "@aval/protocol";
import { useState } from "preact/hooks";
import { type Messages, requestHeading, scopeWords } from "../messages.ts";
import { isSameAct, requestPath } from "../state.ts";
import { FindPerson } from "./find-person.tsx";
import {
  Acting,
  Button,
  Choice,
  Facts,
  Heading,
  Icon,
  Notice,
  type ScreenProps,
  To,
  Top,
} from "./parts.tsx";

/** *Coordonnées*: somebody's, masked, and the changes that wait for a second person. */
export function ContactsScreen(given: ScreenProps) {
  const { model, t } = given;
  const { contacts, reached } = model.content;
  return (
    <>
      <Top {...given} section="contacts" lead={t.contacts.lead} />
      <FindPerson {...given} act="find_contacts" words={t.contacts} />
      {reached && <Reached key={reached.nationalId} {...given} reached={reached} />}
      {contacts && <Waiting {...given} />}
      {contacts && contacts.files.length > 0 && <Files {...given} />}
      {contacts && <Quality {...given} />}
    </>
  );
}

const kinds = ["email", "phone"] as const;

function Reached(given: ScreenProps & { reached: ContactPerson }) {
  const { t, reached } = given;
  return (
    <>
      <section class="card stack" aria-labelledby="reached">
        <div class="stack stack-tight">
          <p class="over">{t.person.found}</p>
          <h2 id="reached">{reached.name}</h2>
          <p class="mono">{reached.nationalId}</p>
        </div>
        <dl class="facts">
          {kinds.map((kind) => (
            <div key={kind}>
              <dt>{t.contacts.kinds[kind]}</dt>
              <dd>
                <Standing {...given} contact={reached.contacts.find((one) => one.kind === kind)} />
                {reached.waiting
                  .filter((one) => one.kind === kind)
                  .map(({ request }) => (
                    <p key={request}>
                      <ToRequest {...given} request={request}>
                        {t.contacts.waits}
                      </ToRequest>
                    </p>
                  ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Ask {...given} />
    </>
  );
}

function Standing({ contact, model, t }: ScreenProps & { contact: ConsoleContact | undefined }) {
  if (!contact) return <span class="quiet">{t.contacts.none}</span>;
  const day = (at: number) => dayWords(at, model.lang);
  const { confirmedAt, servesFrom } = contact;
  return (
    <>
      <span class="mono">{contact.masked}</span>
      <p class="quiet">{t.contacts.from(sourceWords(contact.source, t), day(contact.since))}</p>
      {confirmedAt !== undefined && <p class="quiet">{t.contacts.confirmed(day(confirmedAt))}</p>}
      {contact.isYoung && <p class="quiet">{t.contacts.young(day(servesFrom))}</p>}
      {contact.isWithdrawn && <p class="quiet">{t.contacts.withdrawn}</p>}
    </>
  );
}

const sourceWords = (source: string, t: Messages): string =>
  t.contacts.sources[source] ?? scopeWords(source, t);

function Ask({ model, t, engine, reached }: ScreenProps & { reached: ContactPerson }) {
  const [kind, setKind] = useState<ContactKind>();
  const [value, setValue] = useState("");
  const [reason, setReason] = useState<ContactReason>();
  const [proof, setProof] = useState<ContactProof>();
  const isSigning = model.busy?.act === "ask_contact";
  const { nationalId } = reached;
  const send = () => {
    if (kind && value.trim() !== "" && reason && proof)
      engine.act({ act: "ask_contact", nationalId, kind, value: value.trim(), reason, proof });
  };
  const words = t.contacts;
  return (
    <section class="card stack" aria-labelledby="ask">
      <h2 id="ask">{words.ask}</h2>
      <Notice tone="warning" icon="warning">
        <p>{words.never}</p>
      </Notice>
      <Choice
        legend={words.what}
        name="kind"
        values={kinds}
        words={words.kinds}
        chosen={kind}
        choose={setKind}
      />
      <div class="field">
        <label for="value">{words.value}</label>
        <input
          id="value"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          inputMode={kind === "phone" ? "tel" : "email"}
          maxLength={254}
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <Choice
        legend={words.reason}
        name="reason"
        values={contactReasons}
        words={words.reasons}
        chosen={reason}
        choose={setReason}
      />
      <Choice
        legend={words.proof}
        name="proof"
        values={contactProofs}
        words={words.proofs}
        chosen={proof}
        choose={setProof}
      />
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={isSigning || !kind || !reason || !proof || value.trim() === ""}
          onTap={send}
        >
          {isSigning ? words.signing : words.sign}
        </Button>
      </div>
    </section>
  );
}

function ToRequest({
  engine,
  request,
  class: style,
  children,
}: ScreenProps & {
  request: ContactRequestView["request"];
  class?: string;
  children: string;
}) {
  return (
    <a
      class={style}
      href={requestPath(request)}
      onClick={(event) => {
        event.preventDefault();
        engine.goToRequest(request);
      }}
    >
      {children}
    </a>
  );
}

/** Who asked, as far as a name is known. */
const askerWords = (
  { by, byHolder, byFile }: Pick<ContactRequestView, "by" | "byHolder" | "byFile">,
  { contacts }: Messages,
): string => (byHolder ? contacts.holder : byFile ? contacts.file : (by ?? contacts.program));

function Waiting(given: ScreenProps) {
  const { model, t } = given;
  const waiting = model.content.contacts?.waiting ?? [];
  return (
    <section class="stack stack-tight">
      <h2>{t.contacts.toConfirm}</h2>
      {waiting.length === 0 && (
        <Notice icon="check">
          <p>{t.contacts.nothing}</p>
        </Notice>
      )}
      <ul class="listed">
        {waiting.map(({ request, kind, askedAt, ...asked }) => (
          <li key={request} class="card listed-one">
            <Icon name={kind === "email" ? "note" : "phone"} />
            <div>
              <p>
                {t.contacts.line(
                  t.contacts.kinds[kind],
                  askerWords(asked, t),
                  whenWords(askedAt, model.lang),
                )}
              </p>
            </div>
            <ToRequest {...given} request={request} class="button button-plain">
              {t.contacts.look}
            </ToRequest>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Files above the share: each with what names it, and one button. */
function Files({ model, t, engine }: ScreenProps) {
  const words = t.files;
  const files = model.content.contacts?.files ?? [];
  return (
    <section class="stack stack-tight" aria-labelledby="files">
      <h2 id="files">{words.heading}</h2>
      <p>{words.lead}</p>
      {files.map((one) => (
        <article key={one.file} class="card stack">
          <h3>{words.of(scopeWords(one.authority, t), whenWords(one.madeAt, model.lang))}</h3>
          <dl class="facts">
            <div>
              <dt>{words.changes}</dt>
              <dd>{words.counts(one.changed, one.removed, one.added)}</dd>
            </div>
            <div>
              <dt>{words.signed}</dt>
              <dd>{words.signatures(one.signatures, one.isMine)}</dd>
            </div>
            <div class="wide">
              <dt>{one.undoes === undefined ? words.print : words.undoes}</dt>
              <dd class="mono print">{one.undoes ?? one.sha256}</dd>
            </div>
          </dl>
          <p class="quiet">{words.until(whenWords(one.until, model.lang))}</p>
          <div class="row">
            {!one.isMine && <SignFile {...{ model, t, engine }} file={one.file} />}
            <Acting
              {...{ model, t, engine }}
              act={{ act: "refuse_file", file: one.file }}
              label={words.refuse}
              question={words.refuseAsk}
              text={words.refuseText}
              confirm={t.request.refuseConfirm}
            />
          </div>
        </article>
      ))}
    </section>
  );
}

function SignFile({ model, t, engine, file }: ScreenProps & { file: string }) {
  const act = { act: "sign_file", file } as const;
  const isSigning = isSameAct(model.busy, act);
  return (
    <Button
      kind="primary"
      icon="key"
      isBusy={model.busy?.act === act.act}
      onTap={() => engine.act(act)}
    >
      {isSigning ? t.request.signing : t.files.sign}
    </Button>
  );
}

/** What is to be looked at in the reader's authority: asked for by a press, since every contact is read. */
function Quality({ model, t, engine }: ScreenProps) {
  const { quality } = model.content;
  const words = t.quality;
  const isBusy = model.busy?.act === "look_quality";
  return (
    <section class="stack stack-tight" aria-labelledby="quality">
      <h2 id="quality">{words.heading}</h2>
      <p>{words.lead}</p>
      {!quality && (
        <p>
          <Button
            kind="plain"
            isBusy={isBusy}
            onTap={() => engine.act({ act: "look_quality", from: 0 })}
          >
            {isBusy ? t.loading : words.look}
          </Button>
        </p>
      )}
      {quality && quality.held > 0 && (
        <Notice icon="note">
          <p>{words.held(quality.held)}</p>
        </Notice>
      )}
      {quality && quality.lines.length === 0 && (
        <Notice
          tone={quality.at === undefined ? "warning" : "good"}
          icon={quality.at === undefined ? "note" : "check"}
        >
          <p>{quality.at === undefined ? words.notYet : words.none}</p>
        </Notice>
      )}
      {quality?.at !== undefined && (
        <p class="quiet">{words.at(whenWords(quality.at, model.lang))}</p>
      )}
      {contactFlaws
        .filter((flaw) => quality?.counts[flaw])
        .map((flaw) => (
          <details key={flaw} class="card">
            <summary>{words.flaw(words.flaws[flaw], quality?.counts[flaw] ?? 0)}</summary>
            <ul class="flaws">
              {quality?.lines
                .filter((line) => line.flaw === flaw)
                .map(({ kind, nationalId }) => (
                  <li key={`${nationalId}.${kind}`}>
                    <button
                      type="button"
                      class="button button-quiet"
                      onClick={() => engine.act({ act: "find_contacts", nationalId })}
                    >
                      {nationalId} · {t.contacts.kinds[kind]}
                    </button>
                  </li>
                ))}
            </ul>
          </details>
        ))}
      {quality?.next !== undefined && (
        <p>
          <Button
            kind="plain"
            isBusy={isBusy}
            onTap={() => engine.act({ act: "look_quality", from: quality.next ?? 0 })}
          >
            {isBusy ? t.loading : words.more}
          </Button>
        </p>
      )}
      {quality && quality.lines.length > 0 && (
        <p>
          <a href="/api/contacts/quality.csv" download>
            {words.file}
          </a>
        </p>
      )}
    </section>
  );
}

/** One change, for the second person: nothing has happened yet. */
export function RequestScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { request } = model.content;
  if (!request) return <h1>{t.sections.contacts}</h1>;
  return (
    <div class="stack" key={request.stage}>
      <To section="contacts" engine={engine}>
        {t.request.back}
      </To>
      <p class="over">
        {t.request.of} {request.holder.name} · {request.holder.nationalId}
      </p>
      {request.stage === "open" ? (
        <Open {...given} request={request} />
      ) : (
        <Ended {...given} request={request} />
      )}
    </div>
  );
}

type RequestProps = ScreenProps & { readonly request: ContactRequestView };

function Open(given: RequestProps) {
  const { model, t, request } = given;
  const [isChecked, setChecked] = useState(false);
  return (
    <section class="card stack">
      <Heading takesFocus={model.hasMoved}>{requestHeading(request, t)}</Heading>
      <p class="lead">
        {request.isMine
          ? t.request.mineLead(whenWords(request.until, model.lang))
          : request.byHolder
            ? t.request.holderLead
            : request.byFile
              ? t.request.fileLead
              : t.request.lead(request.by ?? t.contacts.program)}
      </p>
      <Said {...given} />
      {request.isMine ? (
        <p class="quiet">{t.request.inert}</p>
      ) : (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={isChecked}
              onChange={(event) => setChecked(event.currentTarget.checked)}
            />
            <span>{t.request.checked}</span>
          </label>
          <Confirm {...given} isReady={isChecked} />
          <p class="quiet">{request.endsTrust ? t.request.toldEnded : t.request.told}</p>
        </>
      )}
      <Acting
        {...given}
        act={{ act: "refuse_contact", request: request.request }}
        label={t.request.refuse}
        question={t.request.refuseAsk}
        text={t.request.refuseText}
        confirm={t.request.refuseConfirm}
      />
    </section>
  );
}

function Confirm({ model, t, engine, request, isReady }: RequestProps & { isReady: boolean }) {
  const isSigning = model.busy?.act === "confirm_contact";
  return (
    <div class="row">
      <Button
        kind="primary"
        icon="key"
        isBusy={isSigning || !isReady}
        onTap={() => engine.act({ act: "confirm_contact", request: request.request })}
      >
        {isSigning ? t.request.signing : t.request.confirm}
      </Button>
    </div>
  );
}

function Said({ t, request }: RequestProps) {
  const rows = [
    [t.contacts.kinds[request.kind], request.value],
    [t.request.replaces, request.replaces ?? t.contacts.none],
    [t.request.reason, t.contacts.reasons[request.reason]],
    [t.request.proof, { ...t.contacts.proofs, ...t.request.proofs }[request.proof]],
  ] as const;
  return <Facts rows={rows} />;
}

function Ended({ model, t, request }: RequestProps) {
  const words = t.request;
  const isDone = request.stage === "confirmed";
  return (
    <section class="card stack">
      <Heading takesFocus={model.hasMoved}>{requestHeading(request, t)}</Heading>
      <p>{isDone ? words.confirmedLead : words.nothingChanged}</p>
    </section>
  );
}
