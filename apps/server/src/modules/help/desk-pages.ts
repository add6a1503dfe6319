import {
  deskAddresses,
  french,
  helpAddress,
  type Html,
  html,
  type Lang,
  notice,
  page,
} from "@aval/design";
import type { Instant } from "#platform/time";
import type { Desk, DeskAct } from "./desk-line.ts";
import { departmentOf, type Next, type Standing, standingOf, type Week } from "./hours.ts";
import { type HelpFrame, otherThan, parts } from "./pages.ts";

/* The list of desks: where, when, what for; whether one is open now is said in words. Complete without script. */

/** Above this many, a département is asked first. */
const shownWithoutAsking = 12;

const words = {
  fr: french({
    title: "Trouver un guichet",
    lead: "Un guichet ajoute un téléphone ou rouvre un accès, en personne, le jour même.",
    bring: "Venez avec ce téléphone, chargé, et une pièce d'identité.",
    none: "Aucune liste de guichets n'est affichée ici pour le moment.",
    whom: "Demandez où aller à votre établissement, à votre Ordre ou à votre agence régionale de santé, à un numéro que vous connaissez déjà.",
    department: "Département",
    all: "Tous les départements",
    option: (code: string, count: number) =>
      `${code} (${count} ${count > 1 ? "guichets" : "guichet"})`,
    show: "Afficher",
    choose: (count: number) => `${count} guichets. Choisissez d'abord un département.`,
    shown: (count: number) => (count > 1 ? `${count} guichets` : "1 guichet"),
    open: (until: string) => `Ouvert maintenant, jusqu'à ${until}.`,
    closed: (next: string) => `Fermé maintenant. Ouvre ${next}.`,
    closedLong: "Fermé. Aucune ouverture n'est prévue dans les deux mois.",
    next: (day: string, time: string) => `${day} à ${time}`,
    today: "aujourd'hui",
    tomorrow: "demain",
    hours: "Horaires, heure locale",
    isClosed: "fermé",
    and: " et ",
    telephone: "Téléphone",
    acts: "On y fait",
    act: {
      telephone: "ajouter un téléphone",
      rouvrir: "rouvrir un accès",
      coordonnees: "changer vos coordonnées",
    } satisfies Record<DeskAct, string>,
    from: (source: string) => `Source : ${source}`,
    call: "Un jour férié ou un imprévu peut fermer un guichet : appelez avant de venir de loin.",
    never: "Aucun guichet ne vous appelle pour demander un code, ni pour vous en donner un.",
    back: "Toute l'aide",
  }),
  en: {
    title: "Find a desk",
    lead: "A desk adds a phone or opens access again, in person, the same day.",
    bring: "Bring this phone, charged, and an identity document.",
    none: "No list of desks is shown here for now.",
    whom: "Ask your establishment, your Order or your regional health agency where to go, on a number you already know.",
    department: "Département",
    all: "All départements",
    option: (code: string, count: number) => `${code} (${count} ${count > 1 ? "desks" : "desk"})`,
    show: "Show",
    choose: (count: number) => `${count} desks. Choose a département first.`,
    shown: (count: number) => (count > 1 ? `${count} desks` : "1 desk"),
    open: (until: string) => `Open now, until ${until}.`,
    closed: (next: string) => `Closed now. Opens ${next}.`,
    closedLong: "Closed. No opening is planned within two months.",
    next: (day: string, time: string) => `${day} at ${time}`,
    today: "today",
    tomorrow: "tomorrow",
    hours: "Hours, local time",
    isClosed: "closed",
    and: " and ",
    telephone: "Telephone",
    acts: "Done there",
    act: {
      telephone: "adding a phone",
      rouvrir: "opening access again",
      coordonnees: "changing your contact details",
    } satisfies Record<DeskAct, string>,
    from: (source: string) => `Source: ${source}`,
    call: "A public holiday or the unforeseen may close a desk: call before you come from afar.",
    never: "No desk calls you to ask for a code, or to give you one.",
    back: "All help",
  },
} as const;

type Words = (typeof words)[Lang];

export type DesksShown = {
  readonly desks: readonly Desk[];
  /** As somebody asked; one that has no desk is as none. */
  readonly department: string | undefined;
  readonly now: Instant;
};

export function desksPage(frame: HelpFrame, lang: Lang, shown: DesksShown): string {
  const t = words[lang];
  const counts = new Map<string, number>();
  for (const { postcode } of shown.desks) {
    const code = departmentOf(postcode);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const asked = counts.has(shown.department ?? "") ? shown.department : undefined;
  const among = asked
    ? shown.desks.filter(({ postcode }) => departmentOf(postcode) === asked)
    : shown.desks;
  const query = asked ? `?departement=${asked}` : "";
  return page({
    ...parts(frame, lang, t.title),
    otherLanguage: `${deskAddresses[otherThan(lang)]}${query}`,
    body: html`<section class="card stack">
<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.bring}</p>
${shown.desks.length === 0 ? notice("plain", html`<p><strong>${t.none}</strong></p><p>${t.whom}</p>`) : choice(lang, counts, asked)}
<p class="quiet">${t.never}</p>
<p><a href="${helpAddress("all", lang)}">${t.back}</a></p>
</section>
${shown.desks.length > 0 && list(lang, among, asked, shown.now)}`,
  });
}

function choice(lang: Lang, counts: ReadonlyMap<string, number>, asked: string | undefined): Html {
  const t = words[lang];
  const codes = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<form class="stack stack-tight" method="get" action="${deskAddresses[lang]}">
<div class="field">
<label for="departement">${t.department}</label>
<select id="departement" name="departement">
<option value="">${t.all}</option>
${codes.map(
  ([code, count]) =>
    html`<option value="${code}"${code === asked && html` selected`}>${t.option(code, count)}</option>`,
)}
</select>
</div>
<button class="button button-plain" type="submit">${t.show}</button>
</form>`;
}

function list(lang: Lang, desks: readonly Desk[], asked: string | undefined, now: Instant): Html {
  const t = words[lang];
  if (!asked && desks.length > shownWithoutAsking)
    return html`<p class="lead">${t.choose(desks.length)}</p>`;
  return html`<p>${t.shown(desks.length)}. ${t.call}</p>
${desks.map((desk) => deskCard(lang, desk, now))}`;
}

function deskCard(lang: Lang, desk: Desk, now: Instant): Html {
  const t = words[lang];
  return html`<section class="card stack stack-tight">
<h2>${desk.name}</h2>
<p class="quiet">${desk.authority}</p>
<p><strong>${standingWords(lang, standingOf(desk, now))}</strong></p>
<p>${desk.address}, ${desk.postcode} ${desk.town}</p>
${desk.telephone !== "" && html`<p>${t.telephone}${lang === "fr" ? "\u00a0" : ""}: <a class="number" href="tel:${desk.telephone}">${grouped(desk.telephone)}</a></p>`}
<p>${t.acts}${lang === "fr" ? "\u00a0" : ""}: ${desk.acts.map((act) => t.act[act]).join(", ")}.</p>
<h3>${t.hours}</h3>
<dl class="stack stack-tight">${week(lang, desk.hours)}</dl>
<p class="quiet">${t.from(desk.source)}</p>
</section>`;
}

/** Days that follow one another with the same hours are told together. */
function week(lang: Lang, hours: Week): readonly Html[] {
  const t = words[lang];
  const runs: { first: number; last: number; said: string }[] = [];
  hours.forEach((spans, day) => {
    const said =
      spans.map(([from, to]) => `${clock(lang, from)} – ${clock(lang, to)}`).join(t.and) ||
      t.isClosed;
    const run = runs.at(-1);
    if (run?.said === said) run.last = day;
    else runs.push({ first: day, last: day, said });
  });
  return runs.map(
    ({ first, last, said }) =>
      html`<div><dt><strong>${first === last ? weekday(lang, first) : `${weekday(lang, first)} – ${weekday(lang, last)}`}</strong></dt><dd>${said}</dd></div>`,
  );
}

function standingWords(lang: Lang, standing: Standing): string {
  const t = words[lang];
  if (standing.isOpen) return t.open(clock(lang, standing.until));
  return standing.next ? t.closed(nextWords(lang, t, standing.next)) : t.closedLong;
}

function nextWords(lang: Lang, t: Words, { day, inDays, from }: Next): string {
  const time = clock(lang, from);
  if (inDays === 0) return t.next(t.today, time);
  if (inDays === 1) return t.next(t.tomorrow, time);
  const date = new Date(`${day}T00:00:00Z`);
  // Within a week the weekday is enough to be sure which.
  const options: Intl.DateTimeFormatOptions =
    inDays < 7 ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" };
  const said = new Intl.DateTimeFormat(locales[lang], { ...options, timeZone: "UTC" }).format(date);
  return t.next(lang === "fr" ? (inDays < 7 ? said : `le ${said}`) : `on ${said}`, time);
}

const locales = { fr: "fr-FR", en: "en-GB" } as const;

/** 0 is Monday. */
const weekday = (lang: Lang, index: number): string =>
  new Intl.DateTimeFormat(locales[lang], { weekday: "long", timeZone: "UTC" }).format(
    // The fifth of January 1970 was a Monday.
    new Date(Date.UTC(1970, 0, 5 + index)),
  );

/** 8 h 30, 08:30. */
function clock(lang: Lang, minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0")];
  if (lang === "en") return `${String(hour).padStart(2, "0")}:${minute}`;
  return minute === "00" ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minute}`;
}

/** A French number by pairs, as it is read. */
const grouped = (digits: string): string =>
  digits.startsWith("0") ? (digits.match(/\d{2}/g) ?? [digits]).join("\u00a0") : digits;
