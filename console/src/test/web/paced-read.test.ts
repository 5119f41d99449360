import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PacedRead } from '../../main/web/parts/PacedRead';

describe('PacedRead', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('reads at once, and once more after many changes', async () => {
    let reads = 0;
    const paced = new PacedRead(async () => void reads++, 1_000);
    for (let change = 0; change < 50; change++) {
      paced.request();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(reads).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reads).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reads).toBe(2);
  });

  it('goes on reading while changes never pause', async () => {
    let reads = 0;
    const paced = new PacedRead(async () => void reads++, 1_000);
    for (let change = 0; change < 1_000; change++) {
      paced.request();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(reads).toBeGreaterThanOrEqual(9);
    expect(reads).toBeLessThanOrEqual(11);
  });

  it('never has two reads at the same time', async () => {
    let running = 0;
    let most = 0;
    const paced = new PacedRead(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      running--;
    }, 10);
    for (let change = 0; change < 30; change++) {
      paced.request();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(most).toBe(1);
  });

  it('does not read after it is closed', async () => {
    let reads = 0;
    const paced = new PacedRead(async () => void reads++, 1_000);
    paced.request();
    await vi.advanceTimersByTimeAsync(10);
    paced.request();
    paced.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reads).toBe(1);
    const closed = new PacedRead(async () => void reads++, 1_000);
    closed.close();
    closed.request();
    expect(reads).toBe(1);
  });
});
