import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shell/icons.tsx";
import { Button, Heading, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Scan } from "../request.ts";
import { scanWords } from "../words.ts";

/** The camera's picture, and every way out of it. `video` is the eye's own element, lent to this screen. */
export function ScanScreen({
  screen,
  model,
  t,
  dispatch,
  video,
}: ScreenProps<Scan> & { readonly video: HTMLVideoElement }) {
  const isOpen = screen.eye === "open";
  const closed = !isOpen && screen.eye !== "opening";
  // In the sandbox a missing camera blocks nothing: the screen is scanned instead.
  const isWarning = screen.wrong || (closed && !(model.sandbox && screen.eye === "absent"));
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.scan.title}</Heading>
        <p>{t.scan.rule}</p>
      </div>

      {!closed && <Viewfinder video={video} label={t.scan.viewfinder} reading={screen.claiming} />}
      <p class={`status scan-words${isWarning ? " status-warning" : ""}`}>
        <Icon name={isWarning ? "warning" : "scan"} />
        <span>{scanWords(screen, t, model.sandbox)}</span>
      </p>

      <TroubleNotice trouble={screen.trouble} t={t} />
      <div class="stack stack-tight">
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
        {model.sandbox && (screen.source === "camera" || closed) && (
          <>
            <Button
              kind={closed ? "primary" : "plain"}
              icon="screen"
              onTap={() => dispatch({ event: "eye_chosen", source: "display" })}
            >
              {t.scan.display}
            </Button>
            <p class="quiet">{t.scan.displayHint}</p>
          </>
        )}
        {screen.torch !== undefined && (
          <Button
            kind="plain"
            icon="light"
            pressed={screen.torch}
            onTap={() => dispatch({ event: "torch_tapped" })}
          >
            {screen.torch ? t.scan.torchOff : t.scan.torchOn}
          </Button>
        )}
        <Button
          kind="plain"
          icon="digits"
          onTap={() => dispatch({ event: "opened", screen: "digits" })}
        >
          {t.scan.cannot}
        </Button>
        <Button
          kind="refuse"
          icon="hand"
          onTap={() => dispatch({ event: "fraud_tapped", cause: "sent" })}
        >
          {t.scan.sent}
        </Button>
      </div>
    </>
  );
}

function Viewfinder({
  video,
  label,
  reading,
}: {
  video: HTMLVideoElement;
  label: string;
  reading: boolean;
}) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.prepend(video);
    return () => video.remove();
  }, [video]);
  return (
    <div
      class={`viewfinder${reading ? " viewfinder-read" : ""}`}
      ref={frame}
      role="img"
      aria-label={label}
    >
      <span class="corners" aria-hidden="true" />
    </div>
  );
}
