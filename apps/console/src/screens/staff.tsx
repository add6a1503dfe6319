import { endWords, whenWords } from "@aval/design";
import type { ConsoleTeam } from "@aval/protocol";
import { EmergencyNotice, PastEmergencies } from "./emergency.tsx";
import { WaitingKeys } from "./letting-in.tsx";
import { roleWords, scopeWords } from "../messages.ts";
import { type Section, sectionsOf } from "../state.ts";
import {
  Acting,
  Heading,
  Icon,
  Notice,
  type ScreenProps,
  sectionIcons,
  To,
  Top,
} from "./parts.tsx";

/** Who is signed in, and what they may do: the sections of their roles. */
export function HomeScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { me, lang } = model;
  if (!me) return null;
  const sections = sectionsOf(me).filter((one): one is Exclude<Section, "home"> => one !== "home");
  return (
    <>
      <div class="stack stack-tight who">
        <p class="over">{t.home.as}</p>
        <Heading takesFocus={model.hasMoved}>{me.name}</Heading>
        <p>
          {me.emergencyWith === undefined ? roleWords(me.roles, t) : t.emergency.role} ·{" "}
          {scopeWords(me.scope, t)}
        </p>
        <p class="quiet">{t.until(endWords(me.endsAt, lang))}</p>
      </div>
      <EmergencyNotice {...given} />
      <section class="stack stack-tight" aria-labelledby="acts">
        <h2 id="acts">{t.home.acts}</h2>
        <ul class="tiles">
          {sections.map((one) => (
            <li key={one}>
              <To section={one} engine={engine} class="tile">
                <Icon name={sectionIcons[one]} />
                <span>
                  <strong>{t.sections[one]}</strong>
                  <span class="quiet">{t.about[one]}</span>
                </span>
              </To>
            </li>
          ))}
        </ul>
      </section>
      <Notice icon="lock">
        <p>{t.home.never}</p>
      </Notice>
    </>
  );
}

/** One's own keys: a lost one goes in two presses. */
export function KeysScreen(given: ScreenProps) {
  const { model, t } = given;
  const { keys } = model.content;
  return (
    <>
      <Top {...given} section="keys" lead={t.keys.lead} />
      <ul class="listed">
        {keys?.keys.map(({ id, name, madeAt, lastUsedAt, isThis }) => (
          <li key={id} class="card listed-one">
            <Icon name="key" />
            <div>
              <h2>{name}</h2>
              <p class="quiet">{t.keys.made(whenWords(madeAt, model.lang))}</p>
              <p class="quiet">
                {lastUsedAt === undefined
                  ? t.keys.unused
                  : t.keys.used(whenWords(lastUsedAt, model.lang))}
              </p>
            </div>
            {isThis && <span class="chip">{t.keys.thisOne}</span>}
            <Acting
              {...given}
              act={{ act: "end_key", key: id }}
              label={t.keys.end}
              question={t.keys.ask}
              text={isThis ? t.keys.askThis : t.keys.askOther}
              confirm={t.keys.confirm}
            />
          </li>
        ))}
      </ul>
      <p class="quiet">{t.keys.more}</p>
    </>
  );
}

/** Who works here. Stopping somebody is a press; letting a key in takes two. */
export function TeamScreen(given: ScreenProps) {
  const { model, t } = given;
  return (
    <>
      <Top {...given} section="team" lead={t.team.lead} />
      <WaitingKeys {...given} />
      <PastEmergencies {...given} />
      <ul class="listed">
        {model.content.team?.members.map((member) => (
          <li key={member.id} class="card listed-one">
            <Icon name="person" />
            <div>
              <h2>{member.name}</h2>
              <p>
                {roleWords(member.roles, t)} · {scopeWords(member.scope, t)}
              </p>
              <p class="quiet">
                {t.team.keys(member.keys)}
                {member.hasProposal && ` · ${t.team.proposed}`}
                {member.isSeeded && ` · ${t.team.seeded}`}
              </p>
              {member.suspension && <p>{t.team.asked(member.suspension.by.join(", "))}</p>}
            </div>
            {member.state === "suspended" ? (
              <span class="chip">{t.team.suspended}</span>
            ) : member.suspension?.isMine ? (
              <span class="chip">{t.team.askedByYou}</span>
            ) : (
              <Acting
                {...given}
                act={{ act: "suspend", member: member.id }}
                {...suspending(member, t)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Stopping an operator takes two others: the first press asks, and says so. */
function suspending(
  { name, roles, suspension }: ConsoleTeam["members"][number],
  { team }: ScreenProps["t"],
) {
  const { suspend: label, confirm } = team;
  if (suspension)
    return { label: team.confirmAsked, question: team.ask(name), text: team.askText, confirm };
  if (!roles.includes("operator"))
    return { label, question: team.ask(name), text: team.askText, confirm };
  const { label: askLabel, question, text, confirm: askConfirm } = team.operator;
  return { label: askLabel, question: question(name), text, confirm: askConfirm };
}
