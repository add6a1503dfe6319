import type { AppEvent } from "../../state.ts";
import type { ScreenProps } from "../../shell/parts.tsx";
import { Button, Notice } from "../../shell/parts.tsx";

/** Stands above every field for what could have been read out (law 1): the warning, and the button that ends it all. */
export function DictatedNotice({
  warning,
  event = { event: "fraud_tapped", cause: "dictated" },
  t,
  dispatch,
}: Pick<ScreenProps<unknown>, "t" | "dispatch"> & {
  readonly warning: string;
  /** What else ends with it. */
  readonly event?: AppEvent;
}) {
  return (
    <Notice tone="danger" icon="warning">
      <p>
        <strong>{warning}</strong>
      </p>
      <Button kind="refuse" icon="hangUp" onTap={() => dispatch(event)}>
        {t.digits.dictated}
      </Button>
    </Notice>
  );
}
