import type { Curve, CurvePoint, CurveRange } from '../api/curve';

export const QUANTITIES = ['total', 'available', 'reserved', 'blocked'] as const;
export type QuantityName = (typeof QUANTITIES)[number];

/** A curve as it is drawn. All arrays have the same length. */
export interface Plot {
  /** The moments in milliseconds, never decreasing. */
  readonly times: readonly number[];
  readonly quantities: Readonly<Record<QuantityName, readonly number[]>>;
  /** The point of a moment; null at the ends of the range, where no event is. */
  readonly points: readonly (CurvePoint | null)[];
  /** The moments at the left and the right edge. */
  readonly edges: readonly [number, number];
}

/** A click is on an event if it is at most so far from it. */
const NEAR_PX = 8;

/** The part of the range that is free after its last event. */
const MARGIN = 0.02;

/** The length of a range without an end that has a single moment. */
const LEAST_MS = 1_000;

/**
 * The curve as it is drawn: it begins with the quantities that stood at the beginning of the range,
 * and goes on to its end, or to now if that is earlier.
 */
export function plotOf(curve: Curve, range: CurveRange, isToNow: boolean, nowMs: number): Plot {
  const { before, points } = curve;
  const lastMs = timeOf(points.at(-1) ?? before);
  const left = range.from !== '' ? Date.parse(range.from) : (timeOf(points[0]) ?? emptyEdge(range, nowMs));
  const right = rightEdge(range, isToNow, left, lastMs, nowMs);
  const edges = [left, Math.max(right, left + (range.to === '' ? LEAST_MS : 1))] as const;
  const drawn: { ms: number; of: CurvePoint; isEvent: boolean }[] = [];
  if (before !== undefined) {
    drawn.push({ ms: left, of: before, isEvent: false });
  }
  for (const point of points) {
    drawn.push({ ms: Date.parse(point.at), of: point, isEvent: true });
  }
  const last = drawn.at(-1);
  const end = Math.min(edges[1], Math.max(nowMs, last?.ms ?? 0));
  if (last !== undefined && end > last.ms) {
    drawn.push({ ms: end, of: last.of, isEvent: false });
  }
  const column = (name: QuantityName) => drawn.map(({ of }) => of[name]);
  return {
    times: drawn.map(({ ms }) => ms),
    quantities: {
      total: column('total'),
      available: column('available'),
      reserved: column('reserved'),
      blocked: column('blocked'),
    },
    points: drawn.map(({ of, isEvent }) => (isEvent ? of : null)),
    edges,
  };
}

function rightEdge(range: CurveRange, isToNow: boolean, left: number, lastMs: number | null, nowMs: number): number {
  if (range.to !== '') {
    return Date.parse(range.to);
  }
  if (isToNow || lastMs === null || range.from !== '') {
    // An event may be recorded during the read, and the clock of this machine may be behind.
    return Math.max(nowMs, lastMs ?? nowMs);
  }
  // A margin after the last event shows that its quantities stand.
  return Math.max(lastMs, Math.min(lastMs + (lastMs - left) * MARGIN, nowMs));
}

/** The left edge of a range without any movement up to its end. */
function emptyEdge(range: CurveRange, nowMs: number): number {
  return (range.to === '' ? nowMs : Date.parse(range.to)) - LEAST_MS;
}

function timeOf(point: CurvePoint | undefined): number | null {
  return point === undefined ? null : Date.parse(point.at);
}

/** The index of the last moment that is not after this one; -1 if all moments are after it. */
export function indexAt(times: readonly number[], ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/**
 * The sequence number of the event at a place of the curve: the nearest drawn event if the place is
 * beside it, and otherwise the one whose quantities stood there; null before the registration.
 *
 * @param before the movement before the range
 * @param msPerPx the milliseconds of a pixel
 */
export function eventAt(plot: Plot, before: CurvePoint | undefined, ms: number, msPerPx: number): number | null {
  const events = plot.points.filter((point) => point !== null);
  const moments = events.map(({ at }) => Date.parse(at));
  const i = indexAt(moments, ms);
  const next = moments[i + 1];
  const isBesideNext = next !== undefined && next - ms <= NEAR_PX * msPerPx && (i < 0 || next - ms < ms - moments[i]!);
  return (events[isBesideNext ? i + 1 : i] ?? before)?.sequenceNumber ?? null;
}

/** The index of the last point up to an event; 0 if all points are later. */
export function indexOfEvent(points: readonly CurvePoint[], sequenceNumber: number): number {
  const numbers = points.map((point) => point.sequenceNumber);
  return Math.max(0, indexAt(numbers, sequenceNumber));
}

/**
 * The chosen event in words. A sample may not draw it.
 *
 * @param version the number of events of the product
 */
export function valueText(
  curve: Curve,
  event: number | null,
  version: number,
  number: (value: number) => string,
  instant: (text: string) => string,
): string {
  if (event === null) {
    return 'No event';
  }
  const place = `Event ${number(event)} of ${number(version)}`;
  const point = curve.points.find(({ sequenceNumber }) => sequenceNumber === event);
  return point === undefined
    ? `${place}, not drawn`
    : `${place}, ${instant(point.at)}: total ${number(point.total)}, available ${number(point.available)}`;
}

/** What a picture of the curves shows, for those who do not see it. */
export function summaryText(plot: Plot, number: (value: number) => string, instant: (text: string) => string): string {
  const [left, right] = plot.edges.map((ms) => instant(new Date(ms).toISOString()));
  const spans = QUANTITIES.map((name) => {
    const column = plot.quantities[name];
    const [least, most] = [Math.min(...column), Math.max(...column)];
    return least === most ? `${name} ${number(least)}` : `${name} from ${number(least)} to ${number(most)}`;
  });
  return `${left} to ${right}: ${plot.times.length === 0 ? 'no stock' : spans.join(', ')}`;
}

/** What a curve leaves out; empty if it has every movement. */
export function sampleText(curve: Curve, number: (value: number) => string): string {
  const drawn = `One of every ${number(curve.every)} events is drawn, of ${number(curve.movements)} in this range.`;
  return curve.sampled ? `${drawn} Zoom in for all of them.` : '';
}
