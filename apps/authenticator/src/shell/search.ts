/** Those whose text holds every word typed, whatever its accents and capitals. */
export function holding<T>(
  all: readonly T[],
  typed: string,
  textOf: (one: T) => string,
): readonly T[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return all.filter((one) => {
    const text = plain(textOf(one));
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
