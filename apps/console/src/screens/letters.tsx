import { whenWords } from "@aval/design";
import { Acting, Icon, type ScreenProps, Top } from "./parts.tsx";

/** *Lettres du jour*: what remote eIDs and letters are about to bring here. One can stop, and do nothing else. */
export function LettersScreen(given: ScreenProps) {
  const { model, t } = given;
  const letters = model.content.letters?.letters;
  const parts = [
    { key: "today", title: t.letters.today, of: letters?.filter(({ isOfToday }) => isOfToday) },
    { key: "before", title: t.letters.before, of: letters?.filter((one) => !one.isOfToday) },
  ];
  return (
    <>
      <Top {...given} section="letters" lead={t.letters.lead} />
      {letters?.length === 0 && <p>{t.letters.none}</p>}
      {parts.map(
        ({ key, title, of = [] }) =>
          of.length > 0 && (
            <section key={key} class="stack stack-tight" aria-labelledby={key}>
              <h2 id={key}>{title}</h2>
              <ul class="listed">
                {of.map((one) => (
                  <li key={one.enrolment} class="card listed-one">
                    <Icon name="note" />
                    <div>
                      <h3>{one.holder.name}</h3>
                      <p class="number">{one.holder.nationalId}</p>
                      <p>{one.lines.join(", ")}</p>
                      <p class="quiet">
                        {t.letters.written(whenWords(one.writtenAt, model.lang))} ·{" "}
                        {t.letters.post[one.post]}
                      </p>
                      <p>
                        {one.stage === "cooling" && one.activeAt !== undefined
                          ? t.letters.cooling(whenWords(one.activeAt, model.lang))
                          : t.letters.stage[one.stage]}
                      </p>
                    </div>
                    <Acting
                      {...given}
                      act={{ act: "stop_letter", enrolment: one.enrolment }}
                      label={t.letters.stop}
                      question={t.letters.ask(one.holder.name)}
                      text={t.letters.askText}
                      confirm={t.letters.confirm}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      <p class="quiet">{t.letters.more}</p>
    </>
  );
}
