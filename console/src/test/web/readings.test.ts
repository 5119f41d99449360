import { describe, expect, test } from 'vitest';
import { points, ratePerSecond, withReading, type Reading } from '../../main/web/operation/readings';

/** Readings one second apart. */
function readings(...values: number[]): Reading[] {
  return values.map((value, i) => ({ at: i * 1_000, value }));
}

describe('the rate of a counter', () => {
  test('is the mean of the last ten seconds', () => {
    expect(ratePerSecond(readings(100, 102, 104))).toBe(2);
    const pause = Array.from({ length: 11 }, () => 0);
    const growth = Array.from({ length: 10 }, (_, i) => (i + 1) * 5);
    expect(ratePerSecond(readings(...pause, ...growth))).toBe(5);
  });

  test('is unknown with one reading', () => {
    expect(ratePerSecond([])).toBeNull();
    expect(ratePerSecond(readings(5))).toBeNull();
  });

  test('begins again when the counter falls, as after a restart', () => {
    expect(ratePerSecond(readings(1_000, 1_001, 3, 4))).toBe(1);
    expect(ratePerSecond(readings(1_000, 3))).toBeNull();
  });

  test('covers a pause in which the page was hidden', () => {
    expect(ratePerSecond([{ at: 0, value: 0 }, { at: 30_000, value: 60 }])).toBe(2);
  });
});

test('readings are kept for a minute', () => {
  const kept = withReading([{ at: 0, value: 1 }, { at: 10_000, value: 2 }], { at: 60_000, value: 3 });
  expect(kept.map(({ value }) => value)).toEqual([2, 3]);
});

test('a sparkline ends at the right with the newest reading, and its greatest value is at the top', () => {
  const line = points([{ at: 30_000, value: 0 }, { at: 60_000, value: 50 }, { at: 90_000, value: 200 }], 120, 24, 100);
  expect(line).toBe('0.0,24.0 60.0,18.0 120.0,0.0');
  expect(points([{ at: 0, value: 50 }], 120, 24, 100)).toBe('120.0,12.0');
  expect(points([], 120, 24, 100)).toBe('');
});
