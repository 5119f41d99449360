import { useEffect, useReducer } from 'preact/hooks';
import { listItems } from '../api/inventory';
import type { Api } from '../api/client';
import { PAGE_ROWS, StockPages } from './pages';

/** The list that was shown last, so that the way back from a product leads to the same rows. */
interface Kept {
  readonly query: string;
  readonly pages: StockPages;
  offset: number;
  activeRow: number;
}

let kept: Kept | null = null;
let onChange = () => {};

function opened(api: Api, query: string): Kept {
  if (kept?.query !== query) {
    kept?.pages.close();
    const filter = new URLSearchParams(query);
    const pages = new StockPages(
      (cursor, signal) => listItems(api, filter, cursor, PAGE_ROWS, signal),
      () => onChange(),
    );
    kept = { query, pages, offset: 0, activeRow: 0 };
    pages.see(0, 0);
  }
  return kept;
}

/** Forgets the list, so that it is read again. */
export function forgetList(): void {
  kept?.pages.close();
  kept = null;
}

/** The list of a query; the component is rendered again when rows arrive or change. */
export function useStockPages(api: Api, query: string): Kept {
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  useEffect(() => {
    onChange = () => render(undefined as never);
    return () => {
      onChange = () => {};
    };
  }, []);
  return opened(api, query);
}
