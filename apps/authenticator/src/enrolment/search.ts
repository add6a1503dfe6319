import type { Language } from "../settings/state.ts";
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

/** The half of a story that is in one language: the sandbox tells each as "français / English". One told once is kept whole. */
export function storyIn(story: string, language: Language): string {
  const [french, ...english] = story.split(" / ");
  return language === "en" && english.length > 0 ? english.join(" / ") : (french ?? story);
}
