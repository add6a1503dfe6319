/**
 * A moment as every command prints it: this machine's local time with its distance from UTC, alike in both languages, in the
 * order in which text sorts. What a program reads with `--json` is ISO 8601, or the protocol's seconds since the epoch.
 */
export function momentText(milliseconds: number): string {
  const at = new Date(milliseconds);
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":");
  // Minutes to add to local time to reach UTC: the sign is the other way round.
  const east = -at.getTimezoneOffset();
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return `${date} ${time} ${zone}`;
}

const two = (count: number) => String(count).padStart(2, "0");
