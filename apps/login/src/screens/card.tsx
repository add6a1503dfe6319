import { Button, ForService, Heading, Icon, Leave, type ScreenProps, Split } from "./parts.tsx";

/**
 * Before the card's own page: what will happen there, since the browser's question about a certificate explains nothing, and the
 * warning where a caller would have the card inserted.
 */
export function CardScreen({ words, view, dispatch }: ScreenProps) {
  return (
    <Split panel={<Icon name="card" large />}>
      <ForService words={words} view={view} />
      <Heading takesFocus>{words.card.heading}</Heading>
      <ol class="steps card-steps">
        {words.card.steps.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <div class="notice notice-warning notice-marked">
        <Icon name="hangUp" />
        <p>{words.card.warning}</p>
      </div>
      <Button kind="primary" icon="card" onTap={() => dispatch({ event: "asked", ask: "card" })}>
        {words.card.go}
      </Button>
      <Button
        kind="plain"
        choose="scan"
        icon="scan"
        onTap={() => dispatch({ event: "chose", choice: "scan" })}
      >
        {words.card.toScan}
      </Button>
      <Leave words={words} dispatch={dispatch} />
    </Split>
  );
}

/** The way to the card, where this deployment has a page for it. */
export function ToCard({ words, view, dispatch }: ScreenProps) {
  if (!view?.hasCard) return null;
  return (
    <Button
      kind="plain"
      choose="card"
      icon="card"
      onTap={() => dispatch({ event: "chose", choice: "card" })}
    >
      {words.card.toCard}
    </Button>
  );
}
