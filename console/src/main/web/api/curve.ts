import { segment, type Answer, type Api } from './client';
import { ProblemError } from './failure';
import { listMovements, type Item, type Movement, type Warehouse } from './inventory';

/** The stock of a product over time: every movement of a range, or an even sample of them. */
export interface Curve {
  /** The last movement before the range, whose quantities stand at its beginning. */
  readonly before?: CurvePoint;
  /** The number of movements in the range. */
  readonly movements: number;
  readonly sampled: boolean;
  /** One of so many movements is a point. */
  readonly every: number;
  readonly points: readonly CurvePoint[];
  readonly held?: true;
}

/** The quantities after a movement, which stand until the next one. */
export interface CurvePoint {
  readonly sequenceNumber: number;
  readonly at: string;
  readonly total: number;
  readonly reserved: number;
  readonly available: number;
  readonly blocked: number;
}

/** All quantities of a product at an instant or after an event. */
export type StockState = Pick<
  Item,
  'totalStock' | 'availableStock' | 'reservedStock' | 'blockedStock' | 'availableToPromise' | 'shortfall' | 'warehouses'
>;

/** An event of a product, with all quantities after it. */
export interface FullMovement extends Movement, StockState {
  readonly position: number;
  readonly eventId: string;
  readonly correlationId?: string;
  readonly totalStock: number;
  readonly availableStock: number;
  readonly reservedStock: number;
  readonly warehouses: readonly Warehouse[];
}

/** The origin of an event, as the event log has it. */
export interface Origin {
  readonly commandId: string;
  readonly correlationId?: string;
  readonly actor?: string;
  readonly traceparent?: string;
  readonly reference?: string;
}

/** The range of a curve; empty for no bound. */
export interface CurveRange {
  readonly from: string;
  readonly to: string;
}

/** @param points the greatest number of points, up to 2,000 */
export function getCurve(
  api: Api,
  productId: string,
  range: CurveRange,
  points: number,
  signal: AbortSignal,
): Promise<Answer<Curve>> {
  const query = new URLSearchParams({ points: String(points) });
  for (const name of ['from', 'to'] as const) {
    if (range[name] !== '') {
      query.set(name, range[name]);
    }
  }
  return api.get(`/v1/inventory/${segment(productId)}/curve?${query}`, { signal });
}

/** The greatest number of points of a read. */
const POINTS_MAX = 2_000;

/**
 * The instant from which the quantities after an event stand, which is its place on the curve. It is later
 * than the time of the event if an event before it has a later time, from the clock of another instance.
 */
export async function stoodFrom(
  api: Api,
  productId: string,
  { sequenceNumber, occurredAt }: Pick<Movement, 'sequenceNumber' | 'occurredAt'>,
  signal: AbortSignal,
): Promise<string> {
  // Its own time is the usual case.
  let range: CurveRange = { from: occurredAt, to: occurredAt };
  for (;;) {
    const { points } = (await getCurve(api, productId, range, POINTS_MAX, signal)).body;
    const earlier = points.findLast((point) => point.sequenceNumber <= sequenceNumber);
    const later = points.find((point) => point.sequenceNumber >= sequenceNumber);
    if (earlier !== undefined && earlier.at === later?.at) {
      return earlier.at;
    }
    const next = { from: earlier?.at ?? range.from, to: later?.at ?? '' };
    if (next.from === range.from && next.to === range.to) {
      return occurredAt;
    }
    range = next;
  }
}

/** The product as it stood at an instant; null if it was registered later. */
export async function getItemAsOf(api: Api, productId: string, at: string, signal: AbortSignal): Promise<Item | null> {
  const path = `/v1/inventory/${segment(productId)}?asOf=${encodeURIComponent(at)}`;
  try {
    return (await api.get<Item>(path, { signal })).body;
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'product-not-found') {
      return null;
    }
    throw error;
  }
}

/** An event and the one before it, which the first event of a product does not have. */
export interface EventPair {
  readonly event: FullMovement;
  readonly before: FullMovement | null;
}

/** Null if the product has no event with this sequence number yet. */
export async function getEventPair(
  api: Api,
  productId: string,
  sequenceNumber: number,
  signal: AbortSignal,
): Promise<EventPair | null> {
  const { body } = await listMovements(api, productId, Math.max(0, sequenceNumber - 2), 2, signal);
  const found = body.movements as readonly FullMovement[];
  const event = found.find((each) => each.sequenceNumber === sequenceNumber);
  return event === undefined
    ? null
    : { event, before: found.find((each) => each.sequenceNumber === sequenceNumber - 1) ?? null };
}

/**
 * The origin of an event; null if the event log does not have it.
 *
 * @param commands the API of the command service
 */
export async function getOrigin(
  commands: Api,
  productId: string,
  sequenceNumber: number,
  signal: AbortSignal,
): Promise<Origin | null> {
  const path = `/v1/products/${segment(productId)}/events?after=${sequenceNumber - 1}&limit=1`;
  const { body } = await commands.get<{ events: { sequenceNumber: number; metadata: Origin }[] }>(path, { signal });
  const event = body.events[0];
  return event?.sequenceNumber === sequenceNumber ? event.metadata : null;
}
