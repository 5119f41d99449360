import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Poller, unreadSince, type PollState } from '../../main/web/operation/poller';

class FakeDocument extends EventTarget {
  visibilityState = 'visible';

  show(state: 'visible' | 'hidden') {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: FakeDocument;
let errors: unknown[];
let states: PollState[];

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakeDocument();
  errors = [];
  states = [];
  vi.stubGlobal('document', page);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function poller(read: (signal: AbortSignal) => Promise<void>): Poller {
  return new Poller(read, 1_000, (state) => {
    states.push(state);
    errors.push(state.error);
  });
}

test('a visible page is read once a period, and a hidden one not at all', async () => {
  let reads = 0;
  const reading = poller(async () => void reads++);
  reading.start();
  await vi.advanceTimersByTimeAsync(3_500);
  expect(reads).toBe(4);
  page.show('hidden');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads).toBe(4);
  page.show('visible');
  expect(reads).toBe(5);
  reading.stop();
  page.show('hidden');
  page.show('visible');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads).toBe(5);
});

test('a hidden page ends the read in progress, without an error', async () => {
  const signals: AbortSignal[] = [];
  const reading = poller(
    (signal) =>
      new Promise((_, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }),
  );
  reading.start();
  page.show('hidden');
  await vi.advanceTimersByTimeAsync(10);
  expect(signals[0]?.aborted).toBe(true);
  expect(errors).toEqual([]);
  page.show('visible');
  expect(signals).toHaveLength(2);
});

test('after failures the reads are further apart, and one success ends that', async () => {
  let reads = 0;
  let fails = true;
  const reading = poller(async () => {
    reads++;
    if (fails) {
      throw new Error('down');
    }
  });
  reading.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reads).toBeGreaterThanOrEqual(4);
  expect(reads).toBeLessThanOrEqual(6);
  fails = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(errors.at(-1)).toBeNull();
  const before = reads;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBeGreaterThanOrEqual(before + 4);
  reading.stop();
});

test('a read at once begins the period again', async () => {
  let reads = 0;
  const reading = poller(async () => void reads++);
  reading.start();
  await vi.advanceTimersByTimeAsync(500);
  reading.readNow();
  expect(reads).toBe(2);
  await vi.advanceTimersByTimeAsync(900);
  expect(reads).toBe(2);
  reading.stop();
  reading.readNow();
  expect(reads).toBe(2);
});

test('values are not current a few seconds after the last read, while the next one hangs', async () => {
  let reads = 0;
  const reading = poller(() => (++reads > 3 ? new Promise(() => {}) : Promise.resolve()));
  const begin = Date.now();
  reading.start();
  await vi.advanceTimersByTimeAsync(6_900);
  expect(states.at(-1)).toMatchObject({ error: null, isCurrent: true });
  expect(unreadSince(states.at(-1)!)).toBeNull();
  await vi.advanceTimersByTimeAsync(200);
  expect(unreadSince(states.at(-1)!)).toEqual(new Date(begin + 2_000));
  reading.stop();
});

test('values are not current after a read that has failed, until the next success', async () => {
  let fails = false;
  const reading = poller(() => (fails ? Promise.reject(new TypeError('down')) : Promise.resolve()));
  const begin = Date.now();
  reading.start();
  await vi.advanceTimersByTimeAsync(500);
  fails = true;
  await vi.advanceTimersByTimeAsync(600);
  expect(states.at(-1)!.error).toBeInstanceOf(TypeError);
  expect(unreadSince(states.at(-1)!)).toEqual(new Date(begin));
  fails = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(unreadSince(states.at(-1)!)).toBeNull();
  reading.stop();
  const count = states.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toHaveLength(count);
});
