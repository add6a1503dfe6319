import { type CallSigns, callSigns } from "@aval/protocol";
import { Icon, type ScreenProps } from "../screens/parts.tsx";

/** The signs that whoever is on the line may be somebody else, by yes and no: those that stand first. */
export function Signs({
  t,
  signs,
  of,
}: Pick<ScreenProps, "t"> & { readonly signs: CallSigns; readonly of: string }) {
  const { signs: words } = t.calls;
  const standing = callSigns.filter((name) => signs[name]);
  const others = callSigns.filter((name) => !signs[name]);
  return (
    <section class="stack stack-tight" aria-labelledby={`signs-${of}`}>
      <h3 id={`signs-${of}`}>{words.heading}</h3>
      <ul class="signs">
        {[...standing, ...others].map((name) => (
          <li key={name} class={signs[name] ? "sign sign-stands" : "sign"}>
            <Icon name={signs[name] ? "warning" : "check"} />
            <span>{words.names[name]}</span>
            <strong>{signs[name] ? words.yes : words.no}</strong>
          </li>
        ))}
      </ul>
      {standing.length > 0 && <p>{words.after}</p>}
    </section>
  );
}
