import { useEffect, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';

export interface ReadState<T> {
  /** The last value that was read; undefined before the first. */
  readonly value: T | undefined;
  /** The key that the value was read for. */
  readonly key: string | null;
  /** That of the present key. */
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
  const [failed, setFailed] = useState<{ key: string; failure: Failure } | null>(null);
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
            setFailed(null);
          }
        },
        (error: unknown) => {
          if (!isAbort(error)) {
            setFailed({ key, failure: failureOf(error, service) });
          }
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, attempts]);
  return {
    value: known?.value,
    key: known?.key ?? null,
    failure: failed?.key === key ? failed.failure : null,
    retry: () => setAttempts((before) => before + 1),
  };
}
