import { describe, expect, it } from 'vitest';
import type { Curve, CurvePoint } from '../../main/web/api/curve';
import { eventAt, indexAt, indexOfEvent, plotOf, sampleText, summaryText, valueText } from '../../main/web/time/plot';

const START = Date.parse('2026-03-01T00:00:00Z');
const NOW = START + 100_000;
const EVERYTHING = { from: '', to: '' };

function point(sequenceNumber: number, ms: number, total: number): CurvePoint {
  const at = new Date(START + ms).toISOString();
  return { sequenceNumber, at, total, reserved: 1, available: total - 1, blocked: 0 };
}

function curveOf(points: readonly CurvePoint[], more: Partial<Curve> = {}): Curve {
  return { movements: points.length, sampled: false, every: 1, points, ...more };
}

const THREE = curveOf([point(1, 0, 5), point(2, 10_000, 8), point(3, 50_000, 2)]);

describe('the drawn curve', () => {
  it('begins with the first event and goes on a little after the last one', () => {
    const plot = plotOf(THREE, EVERYTHING, false, NOW);
    expect(plot.edges).toEqual([START, START + 51_000]);
    expect(plot.times).toEqual([START, START + 10_000, START + 50_000, START + 51_000]);
    expect(plot.quantities.total).toEqual([5, 8, 2, 2]);
    expect(plot.quantities.available).toEqual([4, 7, 1, 1]);
    expect(plot.points.map((each) => each?.sequenceNumber)).toEqual([1, 2, 3, undefined]);
  });

  it('goes on to now for a span, and not beyond now for a later end', () => {
    expect(plotOf(THREE, EVERYTHING, true, NOW).times.at(-1)).toBe(NOW);
    const later = plotOf(THREE, { from: '', to: new Date(NOW + 9_000).toISOString() }, false, NOW);
    expect(later.edges[1]).toBe(NOW + 9_000);
    expect(later.times.at(-1)).toBe(NOW);
  });

  it('shows every event, although the clock of this machine is behind', () => {
    const plot = plotOf(THREE, EVERYTHING, true, START);
    expect(plot.edges[1]).toBe(START + 50_000);
    expect(plot.times).toEqual([START, START + 10_000, START + 50_000]);
  });

  it('begins with the quantities that stood at the beginning of the range', () => {
    const from = new Date(START + 20_000).toISOString();
    const curve = curveOf(THREE.points.slice(2), { before: THREE.points[1]! });
    const plot = plotOf(curve, { from, to: '' }, false, NOW);
    expect(plot.times).toEqual([START + 20_000, START + 50_000, NOW]);
    expect(plot.quantities.total).toEqual([8, 2, 2]);
    expect(plot.points[0]).toBeNull();
  });

  it('is a line in a range without events, and nothing before the registration', () => {
    const range = { from: new Date(START + 60_000).toISOString(), to: '' };
    const plot = plotOf(curveOf([], { before: THREE.points[2]! }), range, false, NOW);
    expect(plot.quantities.total).toEqual([2, 2]);
    const before = plotOf(curveOf([]), { from: '', to: '2020-01-01T00:00:00Z' }, false, NOW);
    expect(before.times).toEqual([]);
    expect(before.edges[1]).toBe(Date.parse('2020-01-01T00:00:00Z'));
  });

  it('has a width with a single event', () => {
    const [left, right] = plotOf(curveOf([point(1, 0, 5)]), EVERYTHING, false, START).edges;
    expect(right).toBeGreaterThan(left);
  });

  it('keeps quantities up to 2^53-1', () => {
    const plot = plotOf(curveOf([point(1, 0, Number.MAX_SAFE_INTEGER)]), EVERYTHING, false, NOW);
    expect(plot.quantities.total[0]).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('the event at a place of the curve', () => {
  const plot = plotOf(THREE, EVERYTHING, false, NOW);
  const at = (ms: number) => eventAt(plot, undefined, START + ms, 100);

  it('is the one whose quantities stood there', () => {
    expect(at(9_000)).toBe(1);
    expect(at(10_000)).toBe(2);
    expect(at(45_000)).toBe(2);
    expect(at(50_900)).toBe(3);
  });

  it('is the next one if the place is beside it', () => {
    expect(at(9_300)).toBe(2);
    expect(at(49_500)).toBe(3);
  });

  it('is the one before the range at its beginning, and none before the registration', () => {
    expect(eventAt(plot, point(7, -5, 1), START - 5_000, 1)).toBe(7);
    expect(eventAt(plot, undefined, START - 5_000, 1)).toBeNull();
  });
});

describe('the places of moments and events', () => {
  it('are found by the last one that is not later', () => {
    expect([-1, 0, 4, 5, 9, 99].map((ms) => indexAt([0, 5, 5, 10], ms))).toEqual([-1, 0, 0, 2, 2, 3]);
    expect(indexAt([], 1)).toBe(-1);
    const sample = [point(1, 0, 1), point(301, 1, 1), point(600, 2, 1)];
    expect([1, 300, 301, 599, 700].map((number) => indexOfEvent(sample, number))).toEqual([0, 0, 1, 1, 2]);
    expect(indexOfEvent([point(50, 0, 1)], 3)).toBe(0);
  });
});

describe('the summary of a picture', () => {
  it('has the range and the least and the greatest quantities', () => {
    const text = summaryText(plotOf(THREE, EVERYTHING, false, NOW), String, (instant) => instant.slice(11, 19));
    expect(text).toBe('00:00:00 to 00:00:51: total from 2 to 8, available from 1 to 7, reserved 1, blocked 0');
    const empty = plotOf(curveOf([]), { from: '', to: '2020-01-01T00:00:00Z' }, false, NOW);
    expect(summaryText(empty, String, () => 'then')).toBe('then to then: no stock');
  });
});

describe('the note of a sample', () => {
  it('says how many events are drawn, and nothing if all are', () => {
    expect(sampleText(THREE, String)).toBe('');
    const sample = curveOf(THREE.points, { movements: 1_000_000, sampled: true, every: 1_002 });
    expect(sampleText(sample, String)).toBe(
      'One of every 1002 events is drawn, of 1000000 in this range. Zoom in for all of them.',
    );
  });
});

describe('the value of the slider', () => {
  it('names the chosen event, also one that a sample does not draw', () => {
    const text = (event: number | null) => valueText(THREE, event, 900, String, (at) => at);
    expect(text(2)).toBe('Event 2 of 900, 2026-03-01T00:00:10.000Z: total 8, available 7');
    expect(text(7)).toBe('Event 7 of 900, not drawn');
    expect(text(null)).toBe('No event');
  });
});
