type Forms = readonly [one: string, many: string];

/** "1 minute 30 secondes". Zero and one are singular in French; English says "0 seconds", which no screen shows. */
export function spelled(seconds: number, minute: Forms, second: Forms): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [
    minutes > 0 ? `${minutes} ${minutes === 1 ? minute[0] : minute[1]}` : "",
    rest > 0 || minutes === 0 ? `${rest} ${rest <= 1 ? second[0] : second[1]}` : "",
  ];
  // No-break spaces: a number alone at the end of a line is read twice.
  return parts.filter(Boolean).join(" ").replaceAll(" ", "\u00a0");
}

/** Fewer changes to look at: steps of five seconds until the last ten. */
export function calmSeconds(seconds: number): number {
  return seconds > 10 ? Math.floor(seconds / 5) * 5 : seconds;
}

/** A day and an hour, as this reader writes them. */
export const moment = (seconds: number, lang: string): string =>
  new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "fr-FR", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(seconds * 1000));
