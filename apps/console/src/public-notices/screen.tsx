import { whenWords } from "@aval/design";
import type { PublicNoticeLine, PublicNoticePreview } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Rows, Texts, Writing } from "../campaigns/parts.tsx";
import { Acting, Button, Notice, type ScreenProps, SignChecked, Top } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";

const nothingYet = { fr: { title: "", text: "" }, en: { title: "", text: "" } };

/** *Avis publics*: writing one, publishing what somebody else wrote, retiring it. */
export function PublicNoticesScreen(given: ScreenProps) {
  const { t, model } = given;
  const { publicNotices: list } = model.content;
  const { publicNotices: words } = t;
  return (
    <>
      <Top {...given} section="publicNotices" lead={words.lead} />
      {list && <Form {...given} />}
      {list && (
        <section class="stack" aria-labelledby="notices-list">
          <h2 id="notices-list">{words.before}</h2>
          {list.notices.length === 0 && <p class="quiet">{words.none}</p>}
          {list.notices.map((one) => (
            <Line key={one.notice} {...given} one={one} />
          ))}
        </section>
      )}
    </>
  );
}

/** Written, then shown, then asked for: what is signed is what was on the screen. */
function Form(given: ScreenProps) {
  const { model, t, engine } = given;
  const { publicNotices: words } = t;
  const preview = model.content.noticePreview;
  const [texts, setTexts] = useState(preview?.given.texts ?? nothingYet);
  const [isUrgent, setUrgent] = useState(preview?.given.isUrgent ?? false);
  const [isMissing, setMissing] = useState(false);
  const written = { isUrgent, texts };
  const isShown = JSON.stringify(preview?.given) === JSON.stringify(written);
  const showing = { act: "preview_notice", given: written } as const;
  const show = () => {
    const isWhole = [texts.fr, texts.en].every(
      ({ title, text }) => title.trim() !== "" && text.trim() !== "",
    );
    setMissing(!isWhole);
    if (isWhole) engine.act(showing);
  };
  return (
    <details open={preview !== undefined}>
      <summary>{words.heading}</summary>
      <div class="card stack">
        <p class="quiet" id="campaign-rules">
          {words.rules}
        </p>
        {(["fr", "en"] as const).map((lang) => (
          <Writing key={lang} t={t} lang={lang} most={3000} texts={texts} write={setTexts} />
        ))}
        <label class="check">
          <input
            type="checkbox"
            checked={isUrgent}
            onChange={(event) => setUrgent(event.currentTarget.checked)}
          />
          <span>{words.urgent}</span>
        </label>
        {isMissing && (
          <p class="field-error" role="alert">
            {words.missing}
          </p>
        )}
        {!isShown && (
          <div class="row">
            <Button kind="plain" isBusy={isSameAct(model.busy, showing)} onTap={show}>
              {words.show}
            </Button>
          </div>
        )}
        {isShown && preview && <Shown {...given} {...preview} />}
      </div>
    </details>
  );
}

function Shown(
  props: ScreenProps & {
    readonly given: { readonly isUrgent: boolean; readonly texts: typeof nothingYet };
    readonly seen: PublicNoticePreview;
  },
) {
  const { model, t, engine, given, seen } = props;
  const { publicNotices: words, campaigns } = t;
  const act = { act: "ask_notice", given, digest: seen.digest } as const;
  return (
    <section class="stack" aria-labelledby="notice-preview">
      <h2 id="notice-preview">{words.preview}</h2>
      {seen.faults.length > 0 && (
        <Notice tone="warning" icon="warning">
          <p>{campaigns.preview.faults}</p>
          <ul>
            {seen.faults.map(({ lang, field, fault }) => (
              <li key={lang + field}>
                {campaigns.fault(
                  `${campaigns.fields[field]}, ${campaigns.languages[lang]}`,
                  campaigns.faults[fault],
                )}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {seen.shown && (
        <>
          <Texts texts={seen.shown} />
          <div class="row">
            <Button
              kind="primary"
              isBusy={isSameAct(model.busy, act)}
              onTap={() => engine.act(act)}
            >
              {words.ask}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Line(given: ScreenProps & { readonly one: PublicNoticeLine }) {
  const { t, model, engine, one } = given;
  const { publicNotices: words } = t;
  const when = (at: number | undefined) => (at === undefined ? [] : [whenWords(at, model.lang)]);
  const ending = { act: "end_notice", notice: one.notice } as const;
  return (
    <article class="card stack" aria-labelledby={one.notice}>
      <h3 id={one.notice}>{one.texts[model.lang].title}</h3>
      <p>
        <strong>{words.states[one.state]}</strong>
        {one.isUrgent && ` · ${words.isUrgent}`}
      </p>
      <Rows
        rows={[
          [words.asked, [`${whenWords(one.at, model.lang)} · ${one.by}`]],
          [words.until, when(one.until)],
          [words.signed, one.secondedBy === undefined ? [] : [one.secondedBy]],
          [words.published, when(one.publishedAt)],
          [words.retired, when(one.retiredAt)],
          [words.address, one.address === undefined ? [] : [one.address]],
        ]}
      />
      <details open={one.state === "waiting"}>
        <summary>{words.texts}</summary>
        <Texts texts={one.texts} />
      </details>
      {one.state === "waiting" && one.isMine && (
        <>
          <p>{words.mine}</p>
          <div class="row">
            <Button
              kind="plain"
              isBusy={isSameAct(model.busy, ending)}
              onTap={() => engine.act(ending)}
            >
              {words.withdraw}
            </Button>
          </div>
        </>
      )}
      {one.state === "waiting" && !one.isMine && (
        <SignChecked
          {...given}
          act={{ act: "sign_notice", notice: one.notice }}
          check={words.read}
          signing={words.signing}
          sign={words.sign}
        />
      )}
      {one.state === "published" && (
        <Acting
          {...given}
          act={ending}
          label={words.retire}
          question={words.retireAsk}
          text={words.retireText}
          confirm={words.retireYes}
        />
      )}
    </article>
  );
}
