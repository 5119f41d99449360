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
import { PacedRead } from '../parts/PacedRead';

/** The movements that the page shows. */
export const MOVEMENTS_MAX = 50;

/** The pause between two reads of the product while it changes. */
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
  const product = getItem(api, productId, signal);
  const [{ body: item, freshness }, holders, movements, below] = await Promise.all([
    product,
    listHolders(api, productId, null, signal),
    // The version is the sequence number of the last event.
    product.then(({ body }) =>
      listMovements(api, productId, Math.max(0, body.version - MOVEMENTS_MAX), MOVEMENTS_MAX, signal),
    ),
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
  const abort = useMemo(() => new AbortController(), [productId]);
  const reads = useMemo(
    () =>
      new PacedRead(async () => {
        try {
          const next = await read(queries, productId, abort.signal);
          // The stream may have been faster than the read.
          setView((before) =>
            before !== null && before.item.version > next.item.version ? { ...next, item: before.item } : next,
          );
          setFailure(null);
        } catch (error) {
          if (!isAbort(error)) {
            setFailure(failureOf(error));
          }
        }
      }, READ_PAUSE_MS),
    [queries, productId],
  );
  useEffect(() => {
    reads.request();
    return () => {
      reads.close();
      abort.abort();
    };
  }, [reads]);

  const stream = useMemo(
    () =>
      new ChangeStream(queries, session, {
        changed: ([item]) => {
          if (item !== undefined) {
            // The quantities at once, and the rest with the next read.
            setView((before) => (before === null ? null : { ...before, item }));
            reads.request();
          }
        },
        unknown: () => reads.request(),
      }),
    [queries, session, reads],
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

  return { view, failure, stream: useStore(stream.state), retry: () => reads.request(), showMoreHolders };
}
