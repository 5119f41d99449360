/** A value at one moment. */
export interface Reading {
  /** In milliseconds since 1970, by the clock of this machine. */
  readonly at: number;
  readonly value: number;
}

/** The time for which readings are kept, and which a sparkline shows. */
export const KEPT_MS = 60_000;

/** Rates are means over this time. */
export const RATE_MS = 10_000;

/** The readings with one more, without those that are older than a minute. */
export function withReading(readings: readonly Reading[], next: Reading): readonly Reading[] {
  return [...readings.filter(({ at }) => at > next.at - KEPT_MS), next];
}

/**
 * The increase of a counter per second, over the last 10 seconds; null with fewer than two readings.
 * A counter that has fallen begins again: its process was started again, or another one has answered.
 */
export function ratePerSecond(readings: readonly Reading[]): number | null {
  const last = readings.at(-1);
  if (last === undefined) {
    return null;
  }
  let first = last;
  for (const reading of readings.slice(0, -1).toReversed()) {
    // The last reading before the 10 seconds counts too, after a pause it is the only other one.
    if (reading.value > first.value || last.at - first.at >= RATE_MS) {
      break;
    }
    first = reading;
  }
  return last.at === first.at ? null : ((last.value - first.value) * 1_000) / (last.at - first.at);
}

/** The points of a sparkline in a box of this size: the newest at the right, and 0 at the bottom. */
export function points(readings: readonly Reading[], width: number, height: number, least: number): string {
  const now = readings.at(-1)?.at ?? 0;
  const top = Math.max(least, ...readings.map(({ value }) => value));
  return readings
    .map(({ at, value }) => {
      const x = width * (1 - (now - at) / KEPT_MS);
      const y = height * (1 - value / top);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
