import type { Language } from "../settings/state.ts";
import { holding } from "../shell/search.ts";
import type { Person } from "./state.ts";

/** The people whose name, identifier or story holds every word typed. */
export function matching(people: readonly Person[], typed: string): readonly Person[] {
  return holding(people, typed, ({ name, nationalId, story }) => `${name} ${nationalId} ${story}`);
}

/** The half of a story that is in one language: the sandbox tells each as "français / English". One told once is kept whole. */
export function storyIn(story: string, language: Language): string {
  const [french, ...english] = story.split(" / ");
  return language === "en" && english.length > 0 ? english.join(" / ") : (french ?? story);
}
