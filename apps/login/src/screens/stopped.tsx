import type { LoginView } from "@aval/protocol";
import type { Messages } from "../messages.ts";
import { moment } from "../time.ts";

/** What stands, who reopens it and from when: told on its holder's own place, by the server's word. */
export function Stopped({ words, view }: { readonly words: Messages; readonly view: LoginView }) {
  const { stop, now } = view;
  if (!stop) return null;
  const { stopped } = words;
  const lines = stop.ways.map(({ means, from }) => {
    const named = means.map((one) => stopped.means[one]).join(", ");
    const way = means.length > 1 ? stopped.together(named) : named;
    return from > now ? stopped.from(way, moment(from, document.documentElement.lang)) : way;
  });
  return (
    <>
      <p>{stopped.leads[stop.kind]}</p>
      <div class="doors">
        <p class="doors-title">{stopped.who}</p>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {stop.cardAddress && (
        <p>
          <a href={stop.cardAddress}>{stopped.card}</a>
        </p>
      )}
      <p class="quiet">{stopped.phone}</p>
    </>
  );
}
