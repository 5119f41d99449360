import { describe, expect, it } from 'vitest';
import {
  between,
  compared,
  instantOf,
  isReversed,
  justAfter,
  rangeOf,
  searchOf,
  stateOf,
  WHOLE,
  zoomed,
  type CurveState,
} from '../../main/web/time/curveState';

const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-03-02T00:00:00.000001Z';

describe('the address of a curve', () => {
  it.each<CurveState>([
    WHOLE,
    { ...WHOLE, span: '24h' },
    { ...WHOLE, span: '7d', event: 9_007_199_254_740_991 },
    { ...WHOLE, span: 'between', from: FROM, to: TO },
    { ...WHOLE, span: 'between', to: TO, a: FROM },
    { ...WHOLE, event: 12, a: FROM, b: TO },
  ])('leads back to the state %o', (state) => {
    expect(stateOf(searchOf(state))).toEqual(state);
  });

  it('is empty for the whole curve', () => {
    expect(searchOf(WHOLE)).toBe('');
  });

  it('leaves out what the page does not know', () => {
    expect(stateOf('?span=year&from=yesterday&event=-1&a=2026-13-01T00:00:00Z&b=x')).toEqual(WHOLE);
    expect(stateOf('?event=0')).toEqual(WHOLE);
  });

  it('keeps a range that is reversed, which the page says, and puts the compared instants in order', () => {
    const state = stateOf(`?from=${TO}&to=${FROM}`);
    expect(state).toEqual({ ...WHOLE, span: 'between', from: TO, to: FROM });
    expect(isReversed(state)).toBe(true);
    expect(isReversed(between(state, state.from, state.to))).toBe(false);
    expect(isReversed(stateOf(`?from=${FROM}&to=${FROM}`))).toBe(false);
    expect(isReversed(stateOf(`?from=${TO}`))).toBe(false);
    expect(stateOf(`?a=${TO}&b=${FROM}`)).toEqual({ ...WHOLE, a: FROM, b: TO });
    expect(stateOf(`?a=${TO}`)).toEqual({ ...WHOLE, a: TO });
  });
});

describe('the range that is read', () => {
  it('ends now for a span, and has its ends otherwise', () => {
    const now = Date.parse('2026-03-08T12:00:00Z');
    expect(rangeOf(WHOLE, now)).toEqual({ from: '', to: '' });
    expect(rangeOf({ ...WHOLE, span: '24h' }, now)).toEqual({ from: '2026-03-07T12:00:00.000Z', to: '' });
    expect(rangeOf({ ...WHOLE, span: '7d' }, now)).toEqual({ from: '2026-03-01T12:00:00.000Z', to: '' });
    expect(rangeOf(between(WHOLE, FROM, TO), now)).toEqual({ from: FROM, to: TO });
  });

  it('has its ends in order, and is everything without ends', () => {
    expect(between(WHOLE, TO, FROM)).toEqual({ ...WHOLE, span: 'between', from: FROM, to: TO });
    expect(between({ ...WHOLE, span: 'between', from: FROM }, '', '')).toEqual(WHOLE);
  });

  it('is zoomed around a moment, and never to nothing', () => {
    const bounds = { first: null, nowMs: 10_000 };
    expect(zoomed([0, 1_000], 600, 0.5, bounds)).toEqual([350, 850]);
    expect(zoomed([0, 1_000], 5_000, 2, bounds)).toEqual([0, 2_000]);
    expect(zoomed([10, 10], 10, 0.5, bounds)).toEqual([9, 11]);
    expect(zoomed([8_000, 10_000], 10_000, 2, bounds)).toEqual([6_000, 10_000]);
  });
});

describe('a zoom', () => {
  const shown = [Date.parse('2025-11-30T00:00:00Z'), Date.parse('2026-11-30T00:00:00Z')] as const;

  it('goes on neither beyond now nor before the first year, which the API could not read', () => {
    let edges: readonly [number, number] = shown;
    for (let i = 0; i < 40; i++) {
      edges = zoomed(edges, edges[1], 2, { first: null, nowMs: shown[1] });
      const state = between(WHOLE, instantOf(edges[0]), instantOf(edges[1]));
      expect(stateOf(searchOf(state))).toEqual(state);
    }
    expect(edges.map(instantOf)).toEqual(['0001-01-01T00:00:00.000Z', '2026-11-30T00:00:00.000Z']);
  });

  it('does not go before the registration, and keeps a range that ends in the future', () => {
    expect(zoomed(shown, shown[1], 2, { first: shown[0], nowMs: shown[1] })).toEqual(shown);
    const now = shown[1] - 1_000;
    expect(zoomed(shown, shown[1], 2, { first: shown[0] + 5, nowMs: now })).toEqual(shown);
  });
});

describe('the instants that are compared', () => {
  it('are in order of time, also within a millisecond', () => {
    expect(compared(WHOLE, TO, FROM)).toEqual({ ...WHOLE, a: FROM, b: TO });
    const [early, late] = ['2026-03-01T00:00:00.1234Z', '2026-03-01T00:00:00.123401Z'];
    expect(compared(WHOLE, late, early)).toEqual({ ...WHOLE, a: early, b: late });
    expect(compared(WHOLE, early, late)).toEqual({ ...WHOLE, a: early, b: late });
    expect(compared(WHOLE, '', FROM)).toEqual({ ...WHOLE, a: '', b: FROM });
  });

  it('are followed by an instant a microsecond later', () => {
    expect(justAfter(FROM)).toBe('2026-03-01T00:00:00.000001Z');
    expect(justAfter('2026-03-01T00:00:00.125Z')).toBe('2026-03-01T00:00:00.125001Z');
    expect(justAfter('2026-02-28T23:59:59.999999Z')).toBe(FROM);
  });
});
