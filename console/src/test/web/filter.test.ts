import { describe, expect, it } from 'vitest';
import {
  filterOf,
  isNarrowed,
  NO_FILTER,
  queryOf,
  searchOf,
  sortAfterClick,
  type StockFilter,
  wholeNumber,
} from '../../main/web/stock/filter';

const EVERYTHING: StockFilter = {
  q: 'crème & 50% #1',
  warehouseId: 'Halle 7/Süd',
  inStock: 'false',
  availableBelow: 9007199254740991,
  archived: 'any',
  sort: '-available',
};

describe('the filters in the address', () => {
  it('come back as they were, with every character', () => {
    expect(filterOf(searchOf(EVERYTHING))).toEqual(EVERYTHING);
    expect(filterOf(searchOf(NO_FILTER))).toEqual(NO_FILTER);
  });

  it('are absent if they have no effect', () => {
    expect(searchOf(NO_FILTER)).toBe('');
    expect(searchOf({ ...NO_FILTER, q: '   ' })).toBe('');
  });

  it('are as if absent if the page does not know their values', () => {
    expect(filterOf('?inStock=maybe&sort=price&archived=1&availableBelow=-3&page=2')).toEqual(NO_FILTER);
  });

  it('have the names of the API', () => {
    expect([...queryOf(EVERYTHING).keys()]).toEqual([
      'q',
      'warehouseId',
      'inStock',
      'availableBelow',
      'archived',
      'sort',
    ]);
  });

  it('send a warehouse in the form NFC, which the API demands', () => {
    expect(queryOf({ ...NO_FILTER, warehouseId: 'Su\u0308d' }).get('warehouseId')).toBe('S\u00fcd');
  });

  it('narrow the list, except the sort order and the archived products', () => {
    expect(isNarrowed({ ...NO_FILTER, sort: 'name', archived: 'any' })).toBe(false);
    expect(isNarrowed({ ...NO_FILTER, availableBelow: 0 })).toBe(true);
    expect(isNarrowed({ ...NO_FILTER, q: ' ' })).toBe(false);
  });
});

describe('a whole number', () => {
  it('has plain digits up to 2^53-1', () => {
    expect(wholeNumber('0')).toBe(0);
    expect(wholeNumber('9007199254740991')).toBe(9007199254740991);
    for (const text of ['', '9007199254740992', '1.5', '1e3', '-1', ' 1', '0x10']) {
      expect(wholeNumber(text), text).toBeNull();
    }
  });
});

describe('a click on a column', () => {
  it('sorts by it, and a second one the other way round', () => {
    expect(sortAfterClick('productId', 'name')).toBe('name');
    expect(sortAfterClick('name', 'name')).toBe('-name');
    expect(sortAfterClick('-name', 'name')).toBe('name');
  });
});
