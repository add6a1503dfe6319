import type { ComponentChildren } from "preact";
import { type HelpTopic, helpAddress } from "../help.ts";
import type { IconName } from "../icons.ts";
import type { Lang } from "../page.ts";
import { Button, Done, Icon, Link, Mark, Notice } from "./parts.tsx";

/** Whose page it is, and what stands beside the brand. */
export type House = { readonly brand: string; readonly chip: string | undefined };

/** The words that every such page has. */
export type ShellWords = Readonly<
  Record<
    | "skip"
    | "help"
    | "newWindow"
    | "otherLanguage"
    | "leave"
    | "nav"
    | "toAll"
    | "loading"
    | "reference"
    | "retry",
    string
  >
>;

/** The sections of whoever is signed in. */
export type Sections<Section extends string> = {
  readonly all: readonly Section[];
  readonly current: Section;
  readonly names: Readonly<Record<Section, string>>;
  readonly icons: Readonly<Record<Section, IconName>>;
  readonly addressOf: (section: Section) => string;
  readonly go: (section: Section) => void;
};

/** What is said above a section, which stays: nothing of it is lost. */
export type Remarks = {
  readonly trouble?: {
    readonly words: string;
    readonly isOffline: boolean;
    readonly reference: string | undefined;
    /** Without it, trying once more would change nothing. */
    readonly again: (() => void) | undefined;
  };
  /** `key`: another act says its own, with the focus. */
  readonly told?: {
    readonly key: string;
    readonly words: string;
    readonly more?: ComponentChildren;
  };
};

/** What went wrong, as it is said. */
export const troubleOf = (
  trouble: { readonly kind: string; readonly problem?: { readonly reference?: string } },
  words: string,
  again: (() => void) | undefined,
): NonNullable<Remarks["trouble"]> => ({
  words,
  isOffline: trouble.kind === "offline",
  reference: trouble.problem?.reference,
  again,
});

type ShellProps<Section extends string> = Remarks & {
  readonly t: ShellWords;
  readonly lang: Lang;
  readonly house: House;
  readonly help: HelpTopic | "all";
  readonly onLang: (lang: Lang) => void;
  /** Where one is, once signed in; `key`: at another address what was typed is gone. */
  readonly inside:
    | (Sections<Section> & {
        readonly key: string;
        readonly home: Section;
        readonly leave: () => void;
      })
    | undefined;
  readonly isLoading: boolean;
  readonly children: ComponentChildren;
};

/** The whole page around what it shows. */
export function Shell<Section extends string>(props: ShellProps<Section>) {
  const { t, inside, children, isLoading, trouble, told } = props;
  return (
    <>
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <Masthead {...props} />
      {inside ? (
        <div class="content content-wide inside">
          <SectionList {...inside} title={t.nav} />
          <main id="main" class="stack section" key={inside.key}>
            {inside.current !== inside.home && (
              <Link
                address={inside.addressOf(inside.home)}
                onFollow={() => inside.go(inside.home)}
                class="to-all"
              >
                {t.toAll}
              </Link>
            )}
            <Said {...props} />
            {children}
            {isLoading && <p class="quiet">{t.loading}</p>}
          </main>
        </div>
      ) : (
        <main id="main" class="content content-wide">
          <Said {...props} />
          {children}
        </main>
      )}
      {/* What a screen reader is told besides headings: what was done, or went wrong. */}
      <p class="visually-hidden" role="status">
        {trouble?.words ?? told?.words ?? ""}
      </p>
    </>
  );
}

function Masthead<Section extends string>(props: ShellProps<Section>) {
  const { t, lang, house, help, onLang, inside } = props;
  const other: Lang = lang === "fr" ? "en" : "fr";
  return (
    <header class="masthead">
      <span class="brand">
        <Mark />
        <span class="brand-name">{house.brand}</span>
      </span>
      {house.chip !== undefined && <span class="chip">{house.chip}</span>}
      <a class="language" href={helpAddress(help, lang)} target="_blank" rel="noreferrer">
        {t.help}
        <span class="visually-hidden"> {t.newWindow}</span>
      </a>
      <button type="button" class="language" lang={other} onClick={() => onLang(other)}>
        {t.otherLanguage}
      </button>
      {inside && (
        <Button kind="quiet" icon="leave" onTap={inside.leave}>
          {t.leave}
        </Button>
      )}
    </header>
  );
}

function SectionList<Section extends string>(props: Sections<Section> & { title: string }) {
  const { all, current, names, icons, addressOf, go } = props;
  return (
    <nav class="sections" aria-label={props.title}>
      <ul>
        {all.map((one) => (
          <li key={one}>
            <Link
              address={addressOf(one)}
              onFollow={() => go(one)}
              class="section-link"
              isCurrent={one === current}
            >
              <Icon name={icons[one]} />
              <span>{names[one]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Said({ t, trouble, told }: Remarks & { t: ShellWords }) {
  return (
    <>
      {trouble && (
        <Notice tone="danger" icon={trouble.isOffline ? "offline" : "warning"}>
          <p>{trouble.words}</p>
          {trouble.reference !== undefined && (
            <p class="quiet">
              {t.reference} <code class="reference">{trouble.reference}</code>
            </p>
          )}
          {trouble.again && (
            <p>
              <Button kind="plain" icon="again" onTap={trouble.again}>
                {t.retry}
              </Button>
            </p>
          )}
        </Notice>
      )}
      {told && (
        <Done key={told.key}>
          <p>
            <strong>{told.words}</strong>
          </p>
          {told.more}
        </Done>
      )}
    </>
  );
}
