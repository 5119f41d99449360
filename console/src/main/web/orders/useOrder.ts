import { useEffect, useMemo, useState } from 'preact/hooks';
import { ChangeStream, type StreamState } from '../api/changes';
import type { Api, Freshness } from '../api/client';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { getOrder, type OrderLine } from '../api/inventory';
import { logRead, type LogMovement } from '../api/movements';
import { useServices } from '../app/services';
import { useStore } from '../app/store';
import { PacedRead } from '../parts/PacedRead';

/** The movements that the page shows. */
const HISTORY_MAX = 200;

/** The pause between two reads of the order while its products change. */
const READ_PAUSE_MS = 1_000;

/** Everything that the page shows of an order. */
export interface OrderView {
  readonly lines: readonly OrderLine[];
  /** The oldest ones first. */
  readonly history: readonly LogMovement[];
  readonly hasMoreHistory: boolean;
  /** Whether a product of any order is held, so that the newest events may be missing in the history. */
  readonly isHistoryHeld: boolean;
  readonly freshness: Freshness;
}

export interface Order {
  readonly view: OrderView | null;
  readonly failure: Failure | null;
  readonly stream: StreamState;
  readonly readAgain: () => void;
}

async function read(api: Api, orderId: string, signal: AbortSignal): Promise<OrderView> {
  const movements = logRead(api, new URLSearchParams({ orderId }));
  const [order, history] = await Promise.all([
    getOrder(api, orderId, signal),
    movements(0, HISTORY_MAX, signal),
  ]);
  return {
    lines: order.body.lines,
    history: history.body.movements,
    hasMoreHistory: history.body.nextAfter !== undefined,
    isHistoryHeld: history.body.held === true,
    freshness: order.freshness,
  };
}

/** Reads an order, and again when one of its products changes. */
export function useOrder(orderId: string): Order {
  const { queries, session } = useServices();
  const [view, setView] = useState<OrderView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const abort = useMemo(() => new AbortController(), [orderId]);
  const reads = useMemo(
    () =>
      new PacedRead(async () => {
        try {
          setView(await read(queries, orderId, abort.signal));
          setFailure(null);
        } catch (error) {
          if (!isAbort(error)) {
            setFailure(failureOf(error));
          }
        }
      }, READ_PAUSE_MS),
    [queries, orderId],
  );
  useEffect(() => {
    reads.request();
    return () => {
      reads.close();
      abort.abort();
    };
  }, [reads]);

  const stream = useMemo(() => {
    const again = () => reads.request();
    return new ChangeStream(queries, session, { changed: again, unknown: again });
  }, [queries, session, reads]);
  useEffect(() => () => stream.close(), [stream]);
  useEffect(() => {
    if (view !== null) {
      stream.watch(view.lines.map(({ productId }) => productId));
    }
  }, [stream, view]);

  return { view, failure, stream: useStore(stream.state), readAgain: () => reads.request() };
}
