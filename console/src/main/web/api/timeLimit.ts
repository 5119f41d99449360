/** A service has not answered, or not completely, within the time of a call. */
export class LateError extends Error {
  readonly seconds: number;

  constructor(limitMs: number) {
    super(`A service did not answer within ${limitMs / 1_000} s.`);
    this.seconds = limitMs / 1_000;
  }
}

/**
 * Runs a call, and ends it after a time.
 *
 * @param signal ends the call earlier
 * @param call must end when its signal aborts
 * @throws LateError if the call has not ended in time
 */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    return await call(signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    throw limit.signal.aborted && signal?.aborted !== true ? new LateError(limitMs) : error;
  } finally {
    clearTimeout(timer);
  }
}
