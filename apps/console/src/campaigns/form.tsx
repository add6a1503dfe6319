import {
  type CampaignChannel,
  type CampaignGiven,
  type CampaignList,
  type CampaignPreview,
  type CampaignTexts,
  segmentPhones,
} from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Choice, Notice, type ScreenProps } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";
import { DrillChoice } from "./drill.tsx";
import { Field, Texts, Writing } from "./parts.tsx";

const nothingYet: CampaignTexts = { fr: { title: "", text: "" }, en: { title: "", text: "" } };

/** Chosen and written, then shown as each channel will, then asked for: what is signed is what was on the screen. */
export function CampaignForm(given: ScreenProps & { readonly list: CampaignList }) {
  const { model, t, engine, list } = given;
  const { form: words } = t.campaigns;
  const preview = model.content.campaignPreview;
  const [segment, setSegment] = useState<CampaignGiven["segment"]>(
    preview?.given.segment ?? { professions: [], departments: [], phone: "any" },
  );
  const [channels, setChannels] = useState<readonly CampaignChannel[]>(
    preview?.given.channels ?? ["app"],
  );
  const [texts, setTexts] = useState(preview?.given.texts ?? nothingYet);
  const [isMissing, setMissing] = useState(false);
  const [drill, setDrill] = useState(preview?.given.drill);
  const written: CampaignGiven = { segment, channels, texts, ...(drill ? { drill } : {}) };
  const isShown = JSON.stringify(preview?.given) === JSON.stringify(written);
  const showing = { act: "preview_campaign", given: written } as const;
  const show = () => {
    const isWhole =
      channels.length > 0 &&
      (["fr", "en"] as const).every(
        (lang) => texts[lang].title.trim() !== "" && texts[lang].text.trim() !== "",
      );
    setMissing(!isWhole);
    if (isWhole) engine.act(showing);
  };
  return (
    <details open={preview !== undefined}>
      <summary>{words.heading}</summary>
      <div class="card stack">
        <Criteria t={t} segment={segment} choose={setSegment} />
        <Checks
          legend={words.channels}
          values={list.channels}
          words={words.channel}
          chosen={channels}
          choose={(chosen) => {
            setChannels(chosen);
            if (!chosen.includes("app")) setDrill(undefined);
          }}
        />
        <p class="quiet" id="campaign-rules">
          {words.rules} {words.filled}
        </p>
        {(["fr", "en"] as const).map((lang) => (
          <Writing key={lang} t={t} lang={lang} texts={texts} write={setTexts} />
        ))}
        <DrillChoice
          t={t}
          chosen={drill}
          choose={(scene) => {
            setDrill(scene);
            // It is the application that draws it.
            if (scene && !channels.includes("app")) setChannels([...channels, "app"]);
          }}
        />
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
        {isShown && preview && <Shown {...given} preview={preview.seen} written={written} />}
      </div>
    </details>
  );
}

function Criteria(props: {
  readonly t: ScreenProps["t"];
  readonly segment: CampaignGiven["segment"];
  readonly choose: (segment: CampaignGiven["segment"]) => void;
}) {
  const { t, segment, choose } = props;
  const { form: words, professions } = t.campaigns;
  const [codes, setCodes] = useState(segment.departments.join(", "));
  return (
    <>
      <h2>{words.whom}</h2>
      <details>
        <summary>{words.professions}</summary>
        <Checks
          legend={words.allProfessions}
          values={Object.keys(professions)}
          words={professions}
          chosen={segment.professions}
          choose={(chosen) => choose({ ...segment, professions: chosen })}
        />
      </details>
      <Field
        id="campaign-departments"
        label={words.departments}
        hint={words.departmentsHint}
        value={codes}
        onInput={(value) => {
          setCodes(value);
          const departments = value.toUpperCase().match(/[0-9A-Z]{1,5}/g) ?? [];
          choose({ ...segment, departments });
        }}
      />
      <Field
        id="campaign-structure"
        label={words.structure}
        hint={words.structureHint}
        value={segment.structure ?? ""}
        onInput={(value) => {
          const { structure: _, ...rest } = segment;
          choose(value.trim() === "" ? rest : { ...rest, structure: value.trim() });
        }}
      />
      <Choice
        legend={words.phone}
        name="campaign-phone"
        values={segmentPhones}
        words={words.phones}
        chosen={segment.phone}
        choose={(phone) => choose({ ...segment, phone })}
      />
    </>
  );
}

function Checks<T extends string>(props: {
  readonly legend: string;
  readonly values: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: readonly T[];
  readonly choose: (values: readonly T[]) => void;
}) {
  const { legend, values, words, chosen, choose } = props;
  return (
    <fieldset class="checks">
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              choose(
                event.currentTarget.checked
                  ? [...chosen, value]
                  : chosen.filter((one) => one !== value),
              )
            }
          />
          <span>{words[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Shown(
  props: ScreenProps & { readonly preview: CampaignPreview; readonly written: CampaignGiven },
) {
  const { model, t, engine, preview, written } = props;
  const { preview: words, faults, fault, fields, languages } = t.campaigns;
  const { people, shown, digest } = preview;
  const act = { act: "ask_campaign", given: written, digest } as const;
  return (
    <section class="stack" aria-labelledby="campaign-preview">
      <h2 id="campaign-preview">{words.heading}</h2>
      <Notice tone={people > 0 ? "good" : "warning"} icon={people > 0 ? "person" : "warning"}>
        <p>{words.people(people)}</p>
      </Notice>
      {preview.faults.length > 0 && (
        <Notice tone="warning" icon="warning">
          <p>{words.faults}</p>
          <ul>
            {preview.faults.map(({ lang, field, fault: why }) => (
              <li key={lang + field}>
                {fault(`${fields[field]}, ${languages[lang]}`, faults[why])}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {shown && written.channels.includes("app") && (
        <div class="stack stack-tight">
          <h3>{words.app}</h3>
          <Texts texts={shown.app} />
        </div>
      )}
      {shown && written.channels.includes("mail") && (
        <div class="stack stack-tight">
          <h3>{words.mail}</h3>
          <pre>{shown.mail.text.trim()}</pre>
        </div>
      )}
      {shown && written.channels.includes("sms") && (
        <div class="stack stack-tight">
          <h3>{words.sms}</h3>
          <p>{shown.sms}</p>
        </div>
      )}
      {shown && people > 0 && (
        <>
          <p>{words.never}</p>
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
