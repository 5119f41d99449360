import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '../../main/web/api/inventory';
import { GrowingCurve } from '../../main/web/time/GrowingCurve';

const TO = '2026-03-01T12:00:00Z';
const IN_RANGE = '2026-03-01T11:00:00Z';
const AFTER_RANGE = '2026-03-01T12:00:00.000001Z';

function itemOf(version: number, updatedAt: string): Item {
  return { productId: 'mug', version, updatedAt } as Item;
}

describe('the curve of a range in the past', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Reads curves that end at an instant, of the item that is current. */
  function curveOf(to: string, known: Item | null, current: Item, failures = 0) {
    const calls = { count: 0 };
    const curve = new GrowingCurve(known, async () =>
      ++calls.count <= failures ? null : { item: current, range: { from: '', to } },
    );
    curve.request();
    return { curve, calls };
  }

  const pass = () => vi.advanceTimersByTimeAsync(1_000);

  it('is read again while the product has no event after the range', async () => {
    const { curve, calls } = curveOf(TO, itemOf(1, IN_RANGE), itemOf(1, IN_RANGE));
    await pass();
    expect(curve.changed(itemOf(2, TO))).toBe(true);
    await pass();
    expect(calls.count).toBe(2);
  });

  it('is not read again once it was read after an event beyond the range', async () => {
    const { curve, calls } = curveOf(TO, itemOf(7, AFTER_RANGE), itemOf(7, AFTER_RANGE));
    await pass();
    expect(curve.changed(itemOf(8, AFTER_RANGE))).toBe(false);
    await pass();
    expect(calls.count).toBe(1);
  });

  it('is read once more if the event beyond the range may be newer than the curve', async () => {
    const { curve, calls } = curveOf(TO, null, itemOf(7, AFTER_RANGE));
    await pass();
    expect(curve.changed(itemOf(8, AFTER_RANGE))).toBe(true);
    await pass();
    expect(curve.changed(itemOf(9, AFTER_RANGE))).toBe(false);
    expect(calls.count).toBe(2);
  });

  it('is judged by the last event of the product, not by an older item that arrives later', async () => {
    const { curve, calls } = curveOf(TO, itemOf(7, AFTER_RANGE), itemOf(6, IN_RANGE));
    await pass();
    curve.request();
    await pass();
    expect(curve.changed(itemOf(8, AFTER_RANGE))).toBe(false);
    expect(calls.count).toBe(2);
  });

  it('is read again after a read that failed, and whenever it is requested', async () => {
    const { curve, calls } = curveOf(TO, itemOf(7, AFTER_RANGE), itemOf(7, AFTER_RANGE), 1);
    await pass();
    expect(curve.changed(itemOf(8, AFTER_RANGE))).toBe(true);
    await pass();
    curve.request();
    await pass();
    expect(calls.count).toBe(3);
  });

  it('is never final without an end', async () => {
    const { curve } = curveOf('', itemOf(7, AFTER_RANGE), itemOf(7, AFTER_RANGE));
    await pass();
    expect(curve.changed(itemOf(8, AFTER_RANGE))).toBe(true);
  });
});
