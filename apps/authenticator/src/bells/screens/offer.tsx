import type { Context } from "@aval/protocol";
import { Button, Notice, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import { offerFor } from "../words.ts";

/**
 * Beside being done, never before it: this place, which is the holder's own, may ring this phone for this service. One tap,
 * since a bell opens nothing; then where to see whether this phone can ring at all.
 */
export function BellOfferNotice({
  context,
  model,
  t,
  dispatch,
}: Omit<ScreenProps<unknown>, "screen"> & { context: Context }) {
  const { setting } = model.bells;
  if (setting?.how === "made")
    return (
      <Notice tone="good" icon="bell">
        <p>
          <strong>{t.bell.done}</strong>
        </p>
        <p>{t.bell.doneText}</p>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "bell-trial" })}>
          {t.trial.title}
        </Button>
      </Notice>
    );
  const offer = setting?.offer ?? offerFor(model.bells, context);
  if (!offer) return null;
  const busy = setting?.how === "busy";
  return (
    <>
      <TroubleNotice trouble={typeof setting?.how === "object" ? setting.how : undefined} t={t} />
      <Notice icon="bell">
        <p>
          <strong>{t.bell.offer}</strong>
        </p>
        <p>{t.bell.offerText}</p>
        <Button
          kind="plain"
          busy={busy}
          onTap={() => dispatch({ event: "bell_set_tapped", offer })}
        >
          {busy ? t.bell.setting : t.bell.set(offer.service.name)}
        </Button>
      </Notice>
    </>
  );
}
