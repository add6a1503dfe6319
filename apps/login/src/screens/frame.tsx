import { type HelpTopic, helpAddress } from "@aval/design";
import type { ComponentChildren } from "preact";
import type { House } from "../house.ts";
import { Mark } from "./parts.tsx";

type Lang = "fr" | "en";

type Props = {
  readonly house: House;
  readonly words: Readonly<Record<"sandbox" | "otherLanguage" | "help" | "newWindow", string>>;
  readonly lang: Lang;
  readonly onLang: (lang: Lang) => void;
  /** The page of help that is nearest; without one, the list of them. */
  readonly help?: HelpTopic | "all";
  /** Names the page, for its styles and for machines. */
  readonly id: string;
  /** `data-` attributes for machines that drive the page. */
  readonly told: Readonly<Record<`data-aval-${string}`, string | undefined>>;
  /** What whoever cannot see is told. */
  readonly said: string;
  readonly children: ComponentChildren;
};

/** What every page of the sign-in host stands in: whose it is, the other language, and one live region. */
export function Frame(props: Props) {
  const { house, words, lang, onLang, help = "all", id, told, said, children } = props;
  const other = lang === "fr" ? "en" : "fr";
  return (
    <>
      <header class="masthead">
        <span class="brand">
          <Mark />
          <span class="brand-name">{house.brand}</span>
        </span>
        {house.isSandbox && <span class="chip">{words.sandbox}</span>}
        <a class="language" href={helpAddress(help, lang)} target="_blank" rel="noreferrer">
          {words.help}
          <span class="visually-hidden">{` ${words.newWindow}`}</span>
        </a>
        <button type="button" class="language" lang={other} onClick={() => onLang(other)}>
          {words.otherLanguage}
        </button>
      </header>
      <main id={id} class="content content-wide" {...told}>
        {children}
      </main>
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}
