import { useEffect, useReducer } from 'preact/hooks';

/** A list that was read, with the place at which it is shown. */
export interface KeptPages<P> {
  readonly query: string;
  readonly pages: P;
  /** The distance that the rows are scrolled by, in pixels. */
  offset: number;
  activeRow: number;
}

/** The part of a list that is kept with it. */
interface Pages {
  readonly isBeginning: boolean;
  see(first: number, last: number): void;
  close(): void;
}

/**
 * The list that a page has shown last, so that the way back to it leads to the same rows. If another list is opened
 * before its first rows are there, their read goes on, so that the number of reads in progress is known.
 */
export class KeptList<P extends Pages> {
  #kept: KeptPages<P> | null = null;
  #earlier: P | null = null;
  #onChange = () => {};

  /** Whether the first rows of two lists are being read, so that the next list should wait. */
  get isBusy(): boolean {
    return this.#kept !== null && this.#kept.pages.isBeginning && this.#earlier !== null && this.#earlier.isBeginning;
  }

  /** The search part of the address of the list; empty without one. */
  get search(): string {
    const query = this.#kept?.query ?? '';
    return query === '' ? '' : `?${query}`;
  }

  /** Calls the listener after each change of the rows; there is one listener. */
  follow(listener: () => void): () => void {
    this.#onChange = listener;
    return () => {
      this.#onChange = () => {};
    };
  }

  /**
   * The list of the query: the one that is kept, or another one.
   *
   * @param read begins to read a list; it calls the function that it gets when its rows change
   */
  opened(query: string, read: (onChange: () => void) => P): KeptPages<P> {
    if (this.#kept?.query !== query) {
      this.#supersede();
      const pages = read(() => this.#onChange());
      this.#kept = { query, pages, offset: 0, activeRow: 0 };
      pages.see(0, 0);
    }
    return this.#kept!;
  }

  /** Forgets the list, so that it is read again. */
  forget(): void {
    this.#earlier?.close();
    this.#kept?.pages.close();
    this.#earlier = null;
    this.#kept = null;
  }

  #supersede(): void {
    const pages = this.#kept?.pages;
    if (pages?.isBeginning) {
      this.#earlier?.close();
      this.#earlier = pages;
    } else {
      this.forget();
    }
  }
}

/** The list of a query; the component is rendered again when rows arrive or change. */
export function useKeptList<P extends Pages>(
  list: KeptList<P>,
  query: string,
  read: (onChange: () => void) => P,
): KeptPages<P> {
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  useEffect(() => list.follow(() => render(undefined as never)), [list]);
  return list.opened(query, read);
}
