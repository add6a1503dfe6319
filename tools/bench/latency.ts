import hdr from "hdr-histogram-js";

/** Times in milliseconds, kept to three digits in bounded memory. */
export type Latency = {
  readonly record: (ms: number) => void;
  readonly summary: () => LatencySummary;
};

export type LatencySummary = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

const perMs = 1000;
/** Beyond two minutes nobody waits: it counts as two minutes. */
const highestMs = 120_000;

export function createLatency(): Latency {
  const histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestMs * perMs,
    numberOfSignificantValueDigits: 3,
  });
  const at = (percent: number) =>
    histogram.totalCount === 0 ? Number.NaN : histogram.getValueAtPercentile(percent) / perMs;
  return {
    record: (ms) => histogram.recordValue(Math.max(1, Math.round(Math.min(ms, highestMs) * perMs))),
    summary: () => ({
      count: histogram.totalCount,
      p50: at(50),
      p95: at(95),
      p99: at(99),
      max: histogram.totalCount === 0 ? Number.NaN : histogram.maxValue / perMs,
    }),
  };
}
