import { useEffect, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';

export interface ReadState<T> {
  /** The last value that was read; undefined before the first. */
  readonly value: T | undefined;
  /** The key that the value was read for. */
  readonly key: string | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/**
 * Reads a value for a key, after a pause without another key; null reads nothing.
 *
 * @param service the service that is called, for the text of a failure
 */
export function useRead<T>(
  key: string | null,
  pauseMs: number,
  read: (signal: AbortSignal) => Promise<T>,
  service?: string,
): ReadState<T> {
  const [known, setKnown] = useState<{ key: string; value: T } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (key === null) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      read(abort.signal).then(
        (value) => {
          if (!abort.signal.aborted) {
            setKnown({ key, value });
            setFailure(null);
          }
        },
        (error: unknown) => {
          if (!isAbort(error)) {
            setFailure(failureOf(error, service));
          }
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, attempts]);
  return { value: known?.value, key: known?.key ?? null, failure, retry: () => setAttempts((before) => before + 1) };
}
