import { useEffect, useMemo, useState } from 'preact/hooks';
import { ChangeStream, type StreamState } from '../api/changes';
import type { Api, Freshness } from '../api/client';
import { failureOf, isAbort, type Failure } from '../api/failure';
import {
  getItem,
  listHolders,
  listMovements,
  lowStockBelow,
  type Holder,
  type Item,
  type Movement,
} from '../api/inventory';
import { useServices } from '../app/services';
import { useStore } from '../app/store';

/** The movements that the page shows. */
export const MOVEMENTS_MAX = 50;

/** Changes of the product within this time are read together. */
const READ_PAUSE_MS = 300;

/** Everything that the page shows of a product, read at about the same moment. */
export interface ProductView {
  readonly item: Item;
  readonly freshness: Freshness;
  readonly holders: readonly Holder[];
  /** Null if all holders are shown. */
  readonly nextHolders: string | null;
  /** The last ones first. */
  readonly movements: readonly Movement[];
  /** The threshold of products without a reorder point. */
  readonly lowStockBelow: number;
}

export interface Product {
  readonly view: ProductView | null;
  readonly failure: Failure | null;
  readonly stream: StreamState;
  readonly retry: () => void;
  readonly showMoreHolders: () => void;
}

async function read(api: Api, productId: string, signal: AbortSignal): Promise<ProductView> {
  const { body: item, freshness } = await getItem(api, productId, signal);
  // The version is the sequence number of the last event.
  const after = Math.max(0, item.version - MOVEMENTS_MAX);
  const [holders, movements, below] = await Promise.all([
    listHolders(api, productId, null, signal),
    listMovements(api, productId, after, MOVEMENTS_MAX, signal),
    lowStockBelow(api, signal),
  ]);
  return {
    item,
    freshness,
    holders: holders.body.items,
    nextHolders: holders.body.nextCursor ?? null,
    movements: movements.body.movements.toReversed(),
    lowStockBelow: below,
  };
}

/** Reads a product and follows its changes. */
export function useProduct(productId: string): Product {
  const { queries, session } = useServices();
  const [view, setView] = useState<ProductView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reads, setReads] = useState(0);
  const readAgain = () => setReads((before) => before + 1);

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        read(queries, productId, abort.signal).then(
          (next) => {
            setView(next);
            setFailure(null);
          },
          (error: unknown) => {
            if (!isAbort(error)) {
              setFailure(failureOf(error));
            }
          },
        );
      },
      reads === 0 ? 0 : READ_PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [queries, productId, reads]);

  const stream = useMemo(
    () =>
      new ChangeStream(queries, session, {
        changed: ([item]) => {
          if (item !== undefined) {
            // The quantities at once, and the rest with the next read.
            setView((before) => (before === null ? null : { ...before, item }));
            readAgain();
          }
        },
        unknown: readAgain,
      }),
    [queries, session],
  );
  useEffect(() => {
    stream.watch([productId]);
    return () => stream.close();
  }, [stream, productId]);

  const showMoreHolders = () => {
    if (view === null || view.nextHolders === null) {
      return;
    }
    listHolders(queries, productId, view.nextHolders, new AbortController().signal).then(
      ({ body }) =>
        setView((before) =>
          before === null
            ? null
            : {
                ...before,
                holders: [...before.holders, ...body.items],
                nextHolders: body.nextCursor ?? null,
              },
        ),
      (error: unknown) => setFailure(failureOf(error)),
    );
  };

  return { view, failure, stream: useStore(stream.state), retry: readAgain, showMoreHolders };
}
