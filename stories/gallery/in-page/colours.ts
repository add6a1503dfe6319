import { controls } from "./structure.ts";

type Rgb = readonly [number, number, number, number];

const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** A colour as the browser writes it, in any notation, as numbers. */
function rgb(colour: string): Rgb {
  if (!canvas) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The first colour behind an element that is not see-through. */
function ground(element: Element | null): Rgb {
  for (let at = element; at; at = at.parentElement) {
    const colour = rgb(getComputedStyle(at).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255, 255];
}

/** How what shows the focus is lacking, or nothing: an outline of 2 px that stands out from what is behind it, 3 to 1 (WCAG 1.4.11, 2.4.7). */
export function focusRing(): string | undefined {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  if (element instanceof HTMLIFrameElement) return undefined;
  const carrier = [element, element.closest("label")].find(
    (one) => one && getComputedStyle(one).outlineStyle !== "none",
  );
  if (!carrier) return "no outline";
  const { outlineWidth, outlineColor } = getComputedStyle(carrier);
  if (Number.parseFloat(outlineWidth) < 2) return `an outline of ${outlineWidth}`;
  const ratio = contrast(rgb(outlineColor), ground(carrier.parentElement));
  return ratio < 3 ? `an outline of contrast ${ratio.toFixed(1)}` : undefined;
}

/** Buttons that nothing sets apart from a text when the reader's own colours replace ours: no border that differs from what is behind, no underline. */
export function bareButtons(): string[] {
  return controls()
    .filter((control) => control.matches("button, .button"))
    .filter((control) => {
      const { borderTopStyle, borderTopWidth, borderTopColor, textDecorationLine } =
        getComputedStyle(control);
      if (textDecorationLine.includes("underline")) return false;
      const isDrawn = borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1;
      return !isDrawn || contrast(rgb(borderTopColor), ground(control.parentElement)) < 3;
    })
    .map((control) => `no border in forced colours: ${control.textContent}`);
}
