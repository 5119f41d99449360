import { useEffect, useState } from 'preact/hooks';
import { isAbort } from '../api/failure';
import { getItem, listHolders, listItems, type Holder, type Item } from '../api/inventory';
import { useServices } from '../app/services';
import { visible, type RecordedAnswer } from './check';
import type { Choices } from './FieldInput';
import type { FieldKind } from './command';

const TYPING_PAUSE_MS = 200;
const VISIBLE_WAIT_MS = 10_000;
const PRODUCTS_OFFERED = 12;

/** What is known of the product of a form: its stock, and the orders that hold it. */
export interface Subject {
  readonly item: Item;
  readonly holders: readonly Holder[];
}

/**
 * Reads the product that is typed in; null until it is read. After a failure it stays null:
 * the check says what is wrong.
 *
 * @param recorded the answer to the command that was recorded last: the product is read again when it is visible
 */
export function useSubject(productId: string, recorded: RecordedAnswer | null): Subject | null {
  const { queries } = useServices();
  const [subject, setSubject] = useState<Subject | null>(null);
  const id = productId.trim().normalize('NFC');
  const version = recorded?.productId === id ? (recorded.version ?? null) : null;
  useEffect(() => {
    if (id === '' || id === '.' || id === '..') {
      setSubject(null);
      return undefined;
    }
    return later(async (signal) => {
      try {
        if (version !== null) {
          await visible(queries, id, version, VISIBLE_WAIT_MS, signal);
        }
        const [item, holders] = await Promise.all([
          getItem(queries, id, signal),
          listHolders(queries, id, null, signal),
        ]);
        setSubject({ item: item.body, holders: holders.body.items });
      } catch (error) {
        if (!isAbort(error)) {
          setSubject(null);
        }
      }
    });
  }, [queries, id, version]);
  return subject?.item.productId === id ? subject : null;
}

/** What the inputs of a form offer: products by a search, and the warehouses and orders of the subject. */
export function useChoices(subject: Subject | null): (kind: FieldKind) => Choices | undefined {
  const { queries } = useServices();
  const [text, setText] = useState<string | null>(null);
  const [items, setItems] = useState<readonly Item[]>([]);
  useEffect(() => {
    if (text === null) {
      return undefined;
    }
    return later(async (signal) => {
      const filter = new URLSearchParams({ archived: 'any', ...(text.trim() === '' ? {} : { q: text.trim() }) });
      try {
        setItems((await listItems(queries, filter, null, PRODUCTS_OFFERED, signal)).body.items);
      } catch (error) {
        if (!isAbort(error)) {
          setItems([]);
        }
      }
    });
  }, [queries, text]);
  return (kind) => {
    switch (kind) {
      case 'product':
        return {
          values: items.map(({ productId, name }) => ({ value: productId, label: name })),
          onInput: setText,
        };
      case 'warehouse':
        return subject === null
          ? undefined
          : { values: subject.item.warehouses.map(({ warehouseId }) => ({ value: warehouseId })) };
      case 'order':
        return subject === null ? undefined : { values: subject.holders.map(({ orderId }) => ({ value: orderId })) };
      default:
        return undefined;
    }
  };
}

/** Runs after a pause in typing; returns the function that ends it. */
function later(run: (signal: AbortSignal) => Promise<void>): () => void {
  const abort = new AbortController();
  const timer = setTimeout(() => void run(abort.signal), TYPING_PAUSE_MS);
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}
