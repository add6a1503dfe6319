import { type CampaignLine, drillScenes } from "@aval/protocol";
import { Choice, type ScreenProps } from "../screens/parts.tsx";

type Scene = (typeof drillScenes)[number];
const choices = ["none", ...drillScenes] as const;

/** Which exercise a campaign carries, or none. */
export function DrillChoice(props: {
  readonly t: ScreenProps["t"];
  readonly chosen: Scene | undefined;
  readonly choose: (scene: Scene | undefined) => void;
}) {
  const { t, chosen, choose } = props;
  const { drill: words } = t.campaigns;
  return (
    <>
      <Choice
        legend={words.legend}
        name="campaign-drill"
        values={choices}
        words={{ none: words.none, ...words.scenes }}
        chosen={chosen ?? "none"}
        choose={(one) => choose(one === "none" ? undefined : one)}
      />
      {chosen && <p class="quiet">{words.how}</p>}
    </>
  );
}

/** How an exercise went, by profession: what fewer than five chose is not said, and nobody is named anywhere. */
export function DrillCounts({ t, one }: Pick<ScreenProps, "t"> & { readonly one: CampaignLine }) {
  const { drill: words, professions } = t.campaigns;
  const { campaign, counts = [] } = one;
  if (one.drill === undefined) return null;
  return (
    <section class="stack stack-tight" aria-labelledby={`${campaign}-drill`}>
      <h4 id={`${campaign}-drill`}>{words.heading}</h4>
      {counts.length === 0 ? (
        <p class="quiet">{words.tooFew}</p>
      ) : (
        <>
          <div class="table-frame">
            <table>
              <caption class="visually-hidden">{words.heading}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.profession}</th>
                  <th scope="col">{words.refused}</th>
                  <th scope="col">{words.wentOn}</th>
                </tr>
              </thead>
              <tbody>
                {counts.map(({ profession, refused, wentOn }) => (
                  <tr key={profession}>
                    <th scope="row">{professions[profession] ?? words.other}</th>
                    <td>{refused ?? words.fewer}</td>
                    <td>{wentOn ?? words.fewer}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            <a href={`/api/campaigns/${campaign}/exercise.csv`} download>
              {words.file}
            </a>
          </p>
        </>
      )}
      <p class="quiet">{words.nobody}</p>
    </section>
  );
}
