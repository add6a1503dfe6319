import { whenWords } from "@aval/design";
import type { CampaignLine } from "@aval/protocol";
import { Acting, Button, type ScreenProps, SignChecked, Top } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";
import { DrillCounts } from "./drill.tsx";
import { CampaignForm } from "./form.tsx";
import { Rows, segmentWords, Texts } from "./parts.tsx";

/** *Campagnes*: writing one, and how each goes on. Nobody is named. */
export function CampaignsScreen(given: ScreenProps) {
  const { t, model } = given;
  const { campaigns: list } = model.content;
  return (
    <>
      <Top {...given} section="campaigns" lead={t.campaigns.lead} />
      {list && <CampaignForm {...given} list={list} />}
      {list && (
        <section class="stack" aria-labelledby="campaigns-list">
          <h2 id="campaigns-list">{t.campaigns.list.heading}</h2>
          {list.campaigns.length === 0 && <p class="quiet">{t.campaigns.list.none}</p>}
          {list.campaigns.map((one) => (
            <Line key={one.campaign} {...given} one={one} />
          ))}
        </section>
      )}
    </>
  );
}

type LineProps = ScreenProps & { readonly one: CampaignLine };

function Line(given: LineProps) {
  const { t, model, one } = given;
  const { list: words, states } = t.campaigns;
  return (
    <article class="card stack" aria-labelledby={one.campaign}>
      <h3 id={one.campaign}>{one.texts[model.lang].title}</h3>
      <p>
        <strong>{states[one.state]}</strong>
      </p>
      <Rows rows={factsOf(given)} />
      <details open={one.state === "waiting"}>
        <summary>{words.texts}</summary>
        <Texts texts={one.texts} />
      </details>
      {one.secondedBy !== undefined && <DrillCounts t={t} one={one} />}
      {one.state === "waiting" && (one.isMine ? <Mine {...given} /> : <Signing {...given} />)}
      {one.state === "sending" && (
        <Acting
          {...given}
          act={{ act: "stop_campaign", campaign: one.campaign }}
          label={words.stop}
          question={words.stopAsk}
          text={words.stopText}
          confirm={words.stopYes}
        />
      )}
    </article>
  );
}

/** What is known of it, line by line. */
function factsOf({ t, model, one }: LineProps): readonly (readonly [string, readonly string[]])[] {
  const { list: words, channels } = t.campaigns;
  const { receipts, secondedBy, until, skipped } = one;
  const progress = [
    words.told(one.told, one.people),
    ...(skipped > 0 ? [words.skipped(skipped)] : []),
  ];
  const came = receipts.map(({ channel, arrived, waiting, failed, read }) =>
    read === undefined
      ? words.receipt(channels[channel], arrived, waiting, failed)
      : words.app(arrived, read),
  );
  return [
    [words.asked, [`${whenWords(one.at, model.lang)} · ${one.by}`]],
    [words.signed, secondedBy === undefined ? [] : [secondedBy]],
    [words.until, until === undefined ? [] : [whenWords(until, model.lang)]],
    [words.whom, [segmentWords(one.segment, t)]],
    [t.campaigns.drill.line, one.drill ? [t.campaigns.drill.scenes[one.drill]] : []],
    [words.progress, secondedBy === undefined ? [] : progress],
    [words.receipts, came],
  ];
}

function Mine({ t, model, engine, one }: LineProps) {
  const act = { act: "withdraw_campaign", campaign: one.campaign } as const;
  return (
    <>
      <p>{t.campaigns.list.mine}</p>
      <div class="row">
        <Button kind="plain" isBusy={isSameAct(model.busy, act)} onTap={() => engine.act(act)}>
          {t.campaigns.list.withdraw}
        </Button>
      </div>
    </>
  );
}

function Signing(given: LineProps) {
  const { t, one } = given;
  const { list: words } = t.campaigns;
  return (
    <SignChecked
      {...given}
      act={{ act: "sign_campaign", campaign: one.campaign }}
      check={words.read(one.people, one.drill !== undefined)}
      signing={words.signing}
      sign={words.sign}
    />
  );
}
