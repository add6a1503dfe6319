import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shell/icons.tsx";
import { Button, Dock, Heading, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Scan } from "../request.ts";
import { closedWords, isClosed, scanWords } from "../words.ts";

type Props = ScreenProps<Scan> & { readonly video: HTMLVideoElement };

/** The camera's picture, and every way out of it. `video` is the eye's own element, lent to this screen. */
export function ScanScreen(props: Props) {
  const { screen, model, t, dispatch } = props;
  const closed = isClosed(screen);
  return (
    <>
      <div class="scan-words">
        <Heading>{t.scan.title}</Heading>
        <p class="quiet">{t.scan.rule}</p>
      </div>

      {closed ? <Closed {...props} /> : <Viewfinder {...props} />}
      <TroubleNotice trouble={screen.trouble} t={t} />

      <Dock>
        {screen.trouble && (
          <Button
            icon="again"
            busy={screen.claiming}
            onTap={() => dispatch({ event: "retry_tapped" })}
          >
            {t.shell.retry}
          </Button>
        )}
        {closed && screen.eye !== "absent" && (
          <Button icon="scan" onTap={() => dispatch({ event: "eye_chosen", source: "camera" })}>
            {t.scan.again}
          </Button>
        )}
        {screen.eye === "absent" && !model.sandbox && !model.atHome && (
          <Button icon="digits" onTap={() => dispatch({ event: "opened", screen: "digits" })}>
            {t.scan.cannot}
          </Button>
        )}
        {model.sandbox && (screen.source === "camera" || closed) && (
          <Button
            kind={closed && screen.eye === "absent" ? "primary" : "plain"}
            icon="screen"
            onTap={() => dispatch({ event: "eye_chosen", source: "display" })}
          >
            {t.scan.display}
          </Button>
        )}
        <div class="dock-pair">
          <Button
            kind="refuse"
            icon="hand"
            onTap={() => dispatch({ event: "fraud_tapped", cause: "sent" })}
          >
            {t.scan.sent}
          </Button>
          {(screen.eye !== "absent" || model.sandbox) && !model.atHome && (
            <Button
              kind="plain"
              icon="digits"
              onTap={() => dispatch({ event: "opened", screen: "digits" })}
            >
              {t.scan.cannot}
            </Button>
          )}
        </div>
      </Dock>
    </>
  );
}

/** No picture: why, and what to do about it, in the picture's place. */
function Closed({ screen, model, t }: Props) {
  return (
    <div class="eye-closed">
      <Icon name={screen.source === "display" ? "screen" : "scan"} large />
      <p>
        <strong>{closedWords(screen, t)}</strong>
      </p>
      <p>{scanWords(screen, t, model.sandbox)}</p>
    </div>
  );
}

function Viewfinder({ screen, model, t, dispatch, video }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.prepend(video);
    return () => video.remove();
  }, [video]);
  const tone = screen.claiming ? " viewfinder-read" : screen.wrong ? " viewfinder-wrong" : "";
  return (
    <div class={`viewfinder${tone}`}>
      <div class="viewfinder-picture" ref={frame} role="img" aria-label={t.scan.viewfinder} />
      <span class="corners" aria-hidden="true" />
      <p class="viewfinder-words">
        <Icon name={screen.claiming ? "check" : screen.wrong ? "warning" : "scan"} />
        <span>{scanWords(screen, t, model.sandbox)}</span>
      </p>
      {screen.torch !== undefined && (
        <button
          type="button"
          class="button torch"
          aria-pressed={screen.torch}
          onClick={() => dispatch({ event: "torch_tapped" })}
        >
          <Icon name="light" />
          {screen.torch ? t.scan.torchOff : t.scan.torchOn}
        </button>
      )}
    </div>
  );
}
