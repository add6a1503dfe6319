import type { CaseView } from "@aval/protocol";
import type { ScreenProps } from "../screens/parts.tsx";
import { personName } from "./case-screen.tsx";

const step = 40;
const width = 760;
const [left, right] = [310, 440];
/** More than a screen holds is in the table alone. */
const most = 20;

/** People on the left, what they share on the right, a line for each alert between them. The table beside it says the same. */
export function CaseGraph({ view, t }: { readonly view: CaseView; readonly t: ScreenProps["t"] }) {
  const people = view.holders.slice(0, most);
  const links = view.links.slice(0, most);
  const rows = Math.max(people.length, links.length, 1);
  const y = (index: number, of: number) => (rows * step * (index + 0.5)) / Math.max(of, 1);
  const lines = new Set<string>();
  for (const alert of view.alertList) {
    const from = people.findIndex(({ person }) => person === alert.person);
    for (const link of alert.links) {
      const to = links.findIndex((one) => one.link === link);
      if (from >= 0 && to >= 0) lines.add(`${from}-${to}`);
    }
  }
  return (
    <>
      <svg
        class="graph"
        viewBox={`0 0 ${width} ${rows * step}`}
        role="img"
        aria-label={t.cases.links.graph(people.length, links.length)}
      >
        {[...lines].map((line) => {
          const [from = 0, to = 0] = line.split("-").map(Number);
          return (
            <line
              key={line}
              class={links[to]?.isCommon ? "graph-line graph-common" : "graph-line"}
              x1={left}
              y1={y(from, people.length)}
              x2={right}
              y2={y(to, links.length)}
            />
          );
        })}
        {people.map((one, index) => (
          <g key={one.person}>
            <circle class="graph-person" cx={left} cy={y(index, people.length)} r={7} />
            <text x={left - 14} y={y(index, people.length) + 5} text-anchor="end">
              {cut(personName(one, t))}
            </text>
          </g>
        ))}
        {links.map((one, index) => (
          <g key={one.link}>
            <rect
              class="graph-link"
              x={right - 6}
              y={y(index, links.length) - 6}
              width={12}
              height={12}
            />
            <text x={right + 14} y={y(index, links.length) + 5}>
              {cut([t.cases.kinds[one.kind], one.label].filter(Boolean).join(" "))}
            </text>
          </g>
        ))}
      </svg>
      {(view.holders.length > most || view.links.length > most) && (
        <p class="quiet">{t.cases.links.more}</p>
      )}
    </>
  );
}

/** A name as long as the drawing has room for; the table has it whole. */
const cut = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name);
