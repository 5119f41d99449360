import type { CurveRange } from '../api/curve';
import { instantOr } from '../parts/instantField';
import { wholeNumber } from '../stock/filter';

export const SPANS = ['all', '7d', '24h'] as const;

/** A range that ends now, or one between two instants. */
export type Span = (typeof SPANS)[number] | 'between';

/** Everything that the page of a curve shows by choice, as its address contains it. */
export interface CurveState {
  readonly span: Span;
  /** The ends of the range between two instants, in UTC; empty for none. */
  readonly from: string;
  readonly to: string;
  /** The sequence number of the chosen event; null for the last one. */
  readonly event: number | null;
  /** The instants that are compared; empty for none. */
  readonly a: string;
  readonly b: string;
}

export const WHOLE: CurveState = { span: 'all', from: '', to: '', event: null, a: '', b: '' };

const SPAN_MS: Readonly<Record<string, number>> = { '24h': 86_400_000, '7d': 7 * 86_400_000 };

/**
 * Reads the state of an address. A value that the page does not know is as if it were absent. The ends of a range stay
 * as they are, also if they are reversed.
 */
export function stateOf(search: string): CurveState {
  const query = new URLSearchParams(search);
  const from = instantOr(query.get('from'));
  const to = instantOr(query.get('to'));
  const isRange = from !== '' || to !== '';
  const span = SPANS.find((each) => each === query.get('span')) ?? 'all';
  const event = wholeNumber(query.get('event') ?? '');
  const state = { span: isRange ? 'between' : span, from, to, event: event === 0 ? null : event } as const;
  const [a, b] = [instantOr(query.get('a')), instantOr(query.get('b'))];
  return compared({ ...state, a, b }, a, b);
}

/** Whether a range ends before it begins, so that nothing is in it. */
export function isReversed({ from, to }: CurveState): boolean {
  return isAfter(from, to);
}

/** The search part of the address of a state: empty, or with its question mark. */
export function searchOf(state: CurveState): string {
  const query = new URLSearchParams();
  if (state.span !== 'all' && state.span !== 'between') {
    query.set('span', state.span);
  }
  for (const name of ['from', 'to', 'a', 'b'] as const) {
    if (state[name] !== '') {
      query.set(name, state[name]);
    }
  }
  if (state.event !== null) {
    query.set('event', String(state.event));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The range that is read at a moment. */
export function rangeOf(state: CurveState, nowMs: number): CurveRange {
  const spanMs = SPAN_MS[state.span];
  return spanMs === undefined ? { from: state.from, to: state.to } : { from: instantOf(nowMs - spanMs), to: '' };
}

/** The state with another range; both ends empty is everything. */
export function between(state: CurveState, from: string, to: string): CurveState {
  return from === '' && to === ''
    ? { ...state, span: 'all', from, to }
    : { ...state, span: 'between', ...(isAfter(from, to) ? { from: to, to: from } : { from, to }) };
}

/** The state with both instants to compare, the earlier one as A. */
export function compared(state: CurveState, a: string, b: string): CurveState {
  return isAfter(a, b) ? { ...state, a: b, b: a } : { ...state, a, b };
}

/** The bounds of a zoom, in milliseconds. */
export interface ZoomBounds {
  /** The first event of the product, if it is in the range that is shown. */
  readonly first: number | null;
  readonly nowMs: number;
}

/** The API reads no earlier instant. */
const YEAR_ONE_MS = Date.parse('0001-01-01T00:00:00Z');

/**
 * A range of half or of twice the length around a moment, in milliseconds. It grows neither beyond now nor
 * before the first event.
 *
 * @param shown the range that is shown
 */
export function zoomed(
  shown: readonly [number, number],
  aroundMs: number,
  factor: number,
  { first, nowMs }: ZoomBounds,
): readonly [number, number] {
  const [left, right] = shown;
  const center = Math.min(Math.max(aroundMs, left), right);
  const length = Math.max((right - left) * factor, 2);
  const least = first === null ? YEAR_ONE_MS : Math.min(first, left);
  const greatest = Math.max(nowMs, right);
  // At a bound the range moves to the other side.
  const from = Math.max(Math.min(center + length / 2, greatest) - length, least);
  return [Math.round(from), Math.round(Math.min(from + length, greatest))];
}

/** The instant of a moment in milliseconds, in UTC as the API writes it. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** The instant a microsecond later, which is the resolution of the API. */
export function justAfter(instant: string): string {
  const [, seconds, fraction = ''] = /^([^.]*?)(?:\.([0-9]+))?Z$/.exec(instant)!;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0')) + 1;
  if (micros < 1_000_000) {
    return `${seconds}.${String(micros).padStart(6, '0')}Z`;
  }
  return instantOf(Date.parse(`${seconds}Z`) + 1_000).replace('.000Z', 'Z');
}

/** Whether an instant is after another one; not if one of them is absent. */
export function isAfter(one: string, other: string): boolean {
  if (one === '' || other === '') {
    return false;
  }
  const difference = Date.parse(one) - Date.parse(other);
  return difference > 0 || (difference === 0 && microsOf(one) > microsOf(other));
}

function microsOf(instant: string): string {
  return (/\.([0-9]{1,6})/.exec(instant)?.[1] ?? '').padEnd(6, '0');
}
