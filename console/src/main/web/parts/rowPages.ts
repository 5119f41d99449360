import type { Answer, Freshness } from '../api/client';
import { failureOf, isAbort, type Failure } from '../api/failure';

export const PAGE_ROWS = 100;

/** The pages whose rows are kept: 1,200 rows. The others are read again when they are seen. */
export const PAGES_KEPT_MAX = 12;

/** A page of a list; the last one has no cursor of the next one. */
export interface RowPage<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

interface Page<T> {
  /** The cursor with which the page is read; null for the first one. */
  readonly cursor: string | null;
  readonly rows: number;
  /** Null if the rows are not kept. */
  items: T[] | null;
}

/** Reads the page that begins at the cursor. */
export type PageLoad<T> = (cursor: string | null, signal: AbortSignal) => Promise<Answer<RowPage<T>>>;

/**
 * The rows of one list, read page by page as they are seen. A page knows only the cursor of the
 * next one, so the list grows at its end. Of pages that are far from the visible rows, only the
 * cursor and the number of rows are kept. If such a page has other rows when it is read again, the
 * pages after it are read again too.
 */
export class RowPages<T> {
  readonly #load: PageLoad<T>;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #pages: Page<T>[] = [];
  #nextCursor: string | null = null;
  #atEnd = false;
  #loading: number | null = null;
  #failure: Failure | null = null;
  #freshness: Freshness | null = null;
  #first = 0;
  #last = 0;

  constructor(load: PageLoad<T>, onChange: () => void) {
    this.#load = load;
    this.#onChange = onChange;
  }

  /** The number of rows that are known so far. */
  get rows(): number {
    return this.#pages.reduce((sum, page) => sum + page.rows, 0);
  }

  /** Whether there are no rows after those that are known. */
  get isComplete(): boolean {
    return this.#atEnd;
  }

  /** Whether the first rows are being read, so that nothing is known of the list yet. */
  get isBeginning(): boolean {
    return this.#pages.length === 0 && this.#failure === null;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** How current the last page was when it was read. */
  get freshness(): Freshness | null {
    return this.#freshness;
  }

  /** The content of a row, if it is kept. */
  item(row: number): T | undefined {
    let begin = 0;
    for (const page of this.#pages) {
      if (row < begin + page.rows) {
        return page.items?.[row - begin];
      }
      begin += page.rows;
    }
    return undefined;
  }

  /**
   * Reads what is missing of these visible rows, one page after the other. While somebody scrolls,
   * the list is read a page ahead.
   */
  see(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    if (this.#failure === null) {
      this.#loadNext();
    }
  }

  /** Tries again after a failure. */
  retry(): void {
    this.#failure = null;
    this.#onChange();
    this.#loadNext();
  }

  /** Replaces the content of each row that is kept; the same content means that nothing changes. */
  protected replace(newer: (present: T) => T): void {
    let changed = false;
    for (const page of this.#pages) {
      page.items?.forEach((present, i, all) => {
        const item = newer(present);
        if (item !== present) {
          all[i] = item;
          changed = true;
        }
      });
    }
    if (changed) {
      this.#onChange();
    }
  }

  /** Ends the read in progress. */
  close(): void {
    this.#abort.abort();
  }

  #loadNext(): void {
    const wanted = this.#loading === null ? this.#missing() : null;
    if (wanted !== null) {
      this.#loading = wanted;
      void this.#read(wanted);
    }
  }

  /** The first visible page whose rows are missing, or the next one if the known rows end soon. */
  #missing(): number | null {
    let begin = 0;
    for (const [i, page] of this.#pages.entries()) {
      const isSeen = begin <= this.#last && this.#first < begin + page.rows;
      if (isSeen && page.items === null) {
        return i;
      }
      begin += page.rows;
    }
    const wanted = this.#first > 0 ? this.#last + PAGE_ROWS : this.#last;
    return !this.#atEnd && (this.#pages.length === 0 || wanted >= begin) ? this.#pages.length : null;
  }

  async #read(index: number): Promise<void> {
    const cursor = this.#pages[index]?.cursor ?? (index === 0 ? null : this.#nextCursor);
    try {
      const { body, freshness } = await this.#load(cursor, this.#abort.signal);
      this.#put(index, cursor, body);
      this.#freshness = freshness;
    } catch (error) {
      if (isAbort(error)) {
        return;
      }
      this.#failure = failureOf(error);
    }
    this.#loading = null;
    this.#onChange();
    if (this.#failure === null) {
      this.#loadNext();
    }
  }

  #put(index: number, cursor: string | null, body: RowPage<T>): void {
    const items = [...body.items];
    const next = body.nextCursor ?? null;
    const known = this.#pages[index];
    const nextKnown = this.#pages[index + 1]?.cursor ?? this.#nextCursor;
    if (known === undefined || known.rows !== items.length || next !== nextKnown) {
      this.#pages.length = index;
      this.#nextCursor = next;
      this.#atEnd = next === null;
    }
    this.#pages[index] = { cursor, rows: items.length, items };
    this.#forgetFarPages(index);
  }

  #forgetFarPages(center: number): void {
    const kept = [...this.#pages.keys()].filter((i) => this.#pages[i]!.items !== null);
    kept.sort((a, b) => Math.abs(a - center) - Math.abs(b - center));
    for (const i of kept.slice(PAGES_KEPT_MAX)) {
      this.#pages[i]!.items = null;
    }
  }
}
