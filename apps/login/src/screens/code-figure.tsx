import { drawQr } from "@aval/design";
import type { ComponentChildren } from "preact";
import { Icon } from "./parts.tsx";

const Empty = ({ waiting }: { readonly waiting: string | undefined }) =>
  waiting === undefined ? (
    <div class="qr qr-empty in-panel" />
  ) : (
    <p class="qr qr-empty in-panel">{waiting}</p>
  );

/** A code that changes each second, or its empty place, and that it is for nobody else's eyes. `children`: what else stands below. */
export function CodeFigure({
  text,
  label,
  keep,
  waiting,
  frame,
  children,
}: {
  readonly text: string | undefined;
  readonly label: string;
  readonly keep: string;
  readonly waiting?: string;
  /** For machines that read the page: the frame of a request. */
  readonly frame?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  const drawing = text === undefined ? undefined : drawQr(text);
  return (
    <figure class="code-panel in-panel">
      {drawing ? (
        <svg
          class="qr in-panel"
          viewBox={`0 0 ${drawing.size} ${drawing.size}`}
          role="img"
          aria-label={label}
          data-aval-frame={frame}
        >
          <path d={drawing.d} />
        </svg>
      ) : (
        <Empty waiting={waiting} />
      )}
      <figcaption class="code-caption in-panel">
        <p class="keep">
          <Icon name="lock" />
          <span>{keep}</span>
        </p>
        {children}
      </figcaption>
    </figure>
  );
}
