import type { Person } from "./state.ts";

/** The people whose name, identifier or story holds every word typed, whatever its accents and capitals. */
export function matching(people: readonly Person[], typed: string): readonly Person[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return people.filter((person) => {
    const text = plain(`${person.name} ${person.nationalId} ${person.story}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
