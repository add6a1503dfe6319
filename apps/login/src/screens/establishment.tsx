import { Button, type ScreenProps } from "./parts.tsx";

/** The way by the establishment's own provider, where the service named one; said where it named none that exists. */
export function ToEstablishment({ words, view, dispatch }: ScreenProps) {
  const { establishment } = view ?? {};
  if (!establishment) return null;
  const { label } = establishment;
  if (label === undefined) return <p>{words.establishment.unknown}</p>;
  return (
    <Button
      kind="plain"
      icon="service"
      onTap={() => dispatch({ event: "asked", ask: "establishment" })}
    >
      {words.establishment.go(label)}
    </Button>
  );
}
