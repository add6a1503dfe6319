/** What a browser says it is, in two words: "Windows, Firefox". Declared, hence worth nothing against a lie. */
export function declaredBrowser(userAgent: string): string {
  const system = firstMatch(userAgent, systems) ?? "Système inconnu";
  const browser = firstMatch(userAgent, browsers) ?? "navigateur inconnu";
  return `${system}, ${browser}`;
}

const systems: readonly [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

// In this order: each of the later ones is also named by the earlier.
const browsers: readonly [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

function firstMatch(text: string, table: readonly [RegExp, string][]): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
