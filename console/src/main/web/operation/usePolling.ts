import { useEffect, useRef, useState } from 'preact/hooks';
import { NOT_READ, Poller, type PollState } from './poller';

export interface Polling extends PollState {
  readonly readNow: () => void;
}

/** Calls the function again and again while the page is visible. */
export function usePolling(read: (signal: AbortSignal) => Promise<void>, periodMs: number): Polling {
  const latest = useRef(read);
  latest.current = read;
  const [state, setState] = useState(NOT_READ);
  const [poller] = useState(() => new Poller((signal) => latest.current(signal), periodMs, setState));
  useEffect(() => {
    poller.start();
    return () => poller.stop();
  }, [poller]);
  return { ...state, readNow: () => poller.readNow() };
}
