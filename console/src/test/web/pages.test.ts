import { describe, expect, it } from 'vitest';
import type { Answer } from '../../main/web/api/client';
import type { Item, ItemPage } from '../../main/web/api/inventory';
import type { Failure } from '../../main/web/api/failure';
import { countText } from '../../main/web/parts/countText';
import { PAGE_ROWS, PAGES_KEPT_MAX } from '../../main/web/parts/rowPages';
import { StockPages } from '../../main/web/stock/pages';

function item(productId: string, version = 1): Item {
  return { productId, version, availableStock: version } as Item;
}

/** A list of products in the order of their ids, read like that of the API. */
class Catalogue {
  readonly reads: (string | null)[] = [];
  fails = false;
  ids: string[];

  constructor(products: number) {
    this.ids = Array.from({ length: products }, (_, i) => `p${String(i).padStart(6, '0')}`);
  }

  readonly load = async (cursor: string | null): Promise<Answer<ItemPage>> => {
    this.reads.push(cursor);
    if (this.fails) {
      throw new TypeError('fetch failed');
    }
    const after = this.ids.filter((id) => cursor === null || id > cursor);
    const ids = after.slice(0, PAGE_ROWS);
    const isLast = after.length <= PAGE_ROWS;
    return {
      body: { items: ids.map((id) => item(id)), ...(isLast ? {} : { nextCursor: ids.at(-1)! }) },
      freshness: { position: 1, lagMs: 20, at: new Date(0) },
    };
  };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) {
    await Promise.resolve();
  }
}

async function scrollTo(pages: StockPages, row: number): Promise<void> {
  for (let seen = Math.min(row, pages.rows); seen < row; seen = Math.min(row, pages.rows)) {
    pages.see(seen, seen + 20);
    await settled();
  }
  pages.see(row, row + 20);
  await settled();
}

describe('StockPages', () => {
  it('reads the first page, and a page ahead of the visible rows while somebody scrolls', async () => {
    const catalogue = new Catalogue(450);
    const pages = new StockPages(catalogue.load, () => {});
    expect(pages.isBeginning).toBe(true);
    pages.see(0, 20);
    await settled();
    expect(pages.isBeginning).toBe(false);
    expect(catalogue.reads).toEqual([null]);
    pages.see(5, 25);
    await settled();
    expect(catalogue.reads).toEqual([null, 'p000099']);
    pages.see(80, 99);
    await settled();
    expect(catalogue.reads).toEqual([null, 'p000099']);
    pages.see(81, 101);
    await settled();
    expect(catalogue.reads).toEqual([null, 'p000099', 'p000199']);
    expect(pages.rows).toBe(300);
    expect(pages.isComplete).toBe(false);
    await scrollTo(pages, 449);
    expect(pages.rows).toBe(450);
    expect(pages.isComplete).toBe(true);
    expect(pages.item(449)?.productId).toBe('p000449');
    expect(pages.item(450)).toBeUndefined();
  });

  it('keeps a bounded number of rows, and reads the others again with their cursors', async () => {
    const catalogue = new Catalogue(5_000);
    const pages = new StockPages(catalogue.load, () => {});
    await scrollTo(pages, 4_990);
    const kept = Array.from({ length: 5_000 }, (_, row) => pages.item(row)).filter((each) => each !== undefined);
    expect(kept).toHaveLength(PAGES_KEPT_MAX * PAGE_ROWS);
    expect(pages.item(0)).toBeUndefined();
    catalogue.reads.length = 0;
    await scrollTo(pages, 0);
    expect(catalogue.reads).toEqual([null]);
    expect(pages.item(0)?.productId).toBe('p000000');
    expect(pages.rows).toBe(5_000);
  });

  it('reads the pages after a page again if its rows have changed', async () => {
    const catalogue = new Catalogue(2_000);
    const pages = new StockPages(catalogue.load, () => {});
    await scrollTo(pages, 1_990);
    catalogue.ids = catalogue.ids.filter((id) => id !== 'p000050');
    await scrollTo(pages, 0);
    expect(pages.rows).toBe(PAGE_ROWS);
    await scrollTo(pages, 1_998);
    expect(pages.rows).toBe(1_999);
    const ids = Array.from({ length: 60 }, (_, i) => pages.item(1_939 + i)?.productId);
    expect(ids).toEqual(catalogue.ids.slice(1_939));
  });

  it('takes a newer item of a product and no older one', async () => {
    const pages = new StockPages(new Catalogue(10).load, () => {});
    pages.see(0, 9);
    await settled();
    pages.update([item('p000003', 5), item('unknown', 9)]);
    pages.update([item('p000003', 4)]);
    expect(pages.item(3)?.version).toBe(5);
  });

  it('stops after a failure until it is tried again', async () => {
    const catalogue = new Catalogue(10);
    catalogue.fails = true;
    const pages = new StockPages(catalogue.load, () => {});
    pages.see(0, 9);
    await settled();
    pages.see(0, 9);
    await settled();
    expect(catalogue.reads).toHaveLength(1);
    expect(pages.failure?.title).toBe('The query service did not answer');
    catalogue.fails = false;
    pages.retry();
    await settled();
    expect(pages.failure).toBeNull();
    expect(pages.rows).toBe(10);
  });

  it('knows that an empty list is complete', async () => {
    const pages = new StockPages(new Catalogue(0).load, () => {});
    pages.see(0, 0);
    await settled();
    expect(pages.rows).toBe(0);
    expect(pages.isComplete).toBe(true);
  });
});

describe('The count above a list', () => {
  const text = (rows: number, isComplete: boolean, failure: Failure | null) =>
    countText({ rows, isComplete, failure }, 'product', 'products');
  const failed: Failure = { title: '', detail: '', advice: '' };

  it('says how much is read', () => {
    expect(text(0, false, null)).toBe('Reading the products');
    expect(text(200, false, null)).toBe('200 products read, more follow');
    expect(text(1, true, null)).toBe('1 product');
    expect(text(0, true, null)).toBe('0 products');
  });

  it('does not say that more follows after a failure', () => {
    expect(text(0, false, failed)).toBe('The products are not read');
    expect(text(200, false, failed)).toBe('200 products read, and there are more');
  });
});
