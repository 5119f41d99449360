const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * The pause before the next attempt, in milliseconds: it doubles from 1 s to 30 s. A random part of
 * up to a quarter keeps many consoles from coming back at the same moment.
 *
 * @param failures how many attempts have failed before
 * @param random from 0 to 1
 */
export function pauseMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(longest * (1 - random / 4));
}

/** Waits, or until the signal aborts. */
export function slept(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
