import { describe, expect, it } from 'vitest';
import { KeptList } from '../../main/web/parts/useKeptList';
import { filterOf, NO_FILTER, queryOf } from '../../main/web/stock/filter';

class Pages {
  isBeginning = true;
  isClosed = false;

  constructor(readonly onChange: () => void) {}

  see(): void {}

  close(): void {
    this.isClosed = true;
  }

  receive(): void {
    this.isBeginning = false;
    this.onChange();
  }
}

describe('the list that is kept', () => {
  const open = (list: KeptList<Pages>, query: string) => list.opened(query, (onChange) => new Pages(onChange)).pages;

  it('is the same one for the same query', () => {
    const list = new KeptList<Pages>();
    const pages = open(list, 'mug');

    expect(open(list, 'mug')).toBe(pages);
  });

  it('is not busy while the first rows of one list are being read', () => {
    const list = new KeptList<Pages>();
    open(list, 'm');

    expect(list.isBusy).toBe(false);
  });

  it('is busy while the first rows of two lists are being read, and says when one of them is there', () => {
    const list = new KeptList<Pages>();
    let changes = 0;
    list.follow(() => changes++);
    const earlier = open(list, 'm');
    open(list, 'mu');
    expect(earlier.isClosed).toBe(false);
    expect(list.isBusy).toBe(true);

    earlier.receive();

    expect(changes).toBe(1);
    expect(list.isBusy).toBe(false);
  });

  it('ends the oldest of three reads', () => {
    const list = new KeptList<Pages>();
    const [first, second, third] = ['m', 'mu', 'mug'].map((query) => open(list, query));

    expect([first!.isClosed, second!.isClosed, third!.isClosed]).toEqual([true, false, false]);
  });

  it('ends every read when it is forgotten', () => {
    const list = new KeptList<Pages>();
    const all = ['m', 'mu'].map((query) => open(list, query));

    list.forget();

    expect(all.every((pages) => pages.isClosed)).toBe(true);
  });

  it('has the address with its filters, and no filters without a list', () => {
    const list = new KeptList<Pages>();
    expect(list.search).toBe('');
    open(list, '');
    expect(list.search).toBe('');
    const filter = { ...NO_FILTER, q: 'mug & "café"', inStock: 'true', sort: '-available' } as const;
    open(list, queryOf(filter).toString());
    expect(filterOf(list.search)).toEqual(filter);
    list.forget();
    expect(list.search).toBe('');
  });
});
