import { useEffect, useRef, useState } from 'preact/hooks';
import { Poller } from './poller';

export interface Polling {
  /** The error of the last read; null if it has succeeded. */
  readonly error: unknown;
  readonly readNow: () => void;
}

/** Calls the function again and again while the page is visible. */
export function usePolling(read: (signal: AbortSignal) => Promise<void>, periodMs: number): Polling {
  const latest = useRef(read);
  latest.current = read;
  const [error, setError] = useState<unknown>(null);
  const [poller] = useState(() => new Poller((signal) => latest.current(signal), periodMs, setError));
  useEffect(() => {
    poller.start();
    return () => poller.stop();
  }, [poller]);
  return { error, readNow: () => poller.readNow() };
}
