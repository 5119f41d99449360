/** The filters of the list. Each is a parameter of the page's address, as in the API. */
export interface StockFilter {
  readonly q: string;
  readonly warehouseId: string;
  readonly inStock: '' | 'true' | 'false';
  /** Only products with less available stock; null for all. */
  readonly availableBelow: number | null;
  readonly archived: 'false' | 'true' | 'any';
  readonly sort: Sort;
}

export const SORTS = [
  'productId',
  '-productId',
  'name',
  '-name',
  'available',
  '-available',
  'updatedAt',
  '-updatedAt',
] as const;
export type Sort = (typeof SORTS)[number];

export const NO_FILTER: StockFilter = {
  q: '',
  warehouseId: '',
  inStock: '',
  availableBelow: null,
  archived: 'false',
  sort: 'productId',
};

/** Reads the filters of an address. A value that the page does not know is as if it were absent. */
export function filterOf(search: string): StockFilter {
  const query = new URLSearchParams(search);
  return {
    q: query.get('q') ?? '',
    warehouseId: query.get('warehouseId') ?? '',
    inStock: oneOf(query.get('inStock'), ['', 'true', 'false'] as const),
    availableBelow: wholeNumber(query.get('availableBelow') ?? ''),
    archived: oneOf(query.get('archived'), ['false', 'true', 'any'] as const),
    sort: oneOf(query.get('sort'), SORTS),
  };
}

/** The parameters of the API call. Those without effect are left out. */
export function queryOf(filter: StockFilter): URLSearchParams {
  const query = new URLSearchParams();
  const q = filter.q.trim();
  if (q !== '') {
    query.set('q', q);
  }
  const warehouseId = filter.warehouseId.trim();
  if (warehouseId !== '') {
    query.set('warehouseId', warehouseId.normalize('NFC'));
  }
  if (filter.inStock !== '') {
    query.set('inStock', filter.inStock);
  }
  if (filter.availableBelow !== null) {
    query.set('availableBelow', String(filter.availableBelow));
  }
  if (filter.archived !== NO_FILTER.archived) {
    query.set('archived', filter.archived);
  }
  if (filter.sort !== NO_FILTER.sort) {
    query.set('sort', filter.sort);
  }
  return query;
}

/** The search part of the page's address: empty, or with its question mark. */
export function searchOf(filter: StockFilter): string {
  const query = queryOf(filter).toString();
  return query === '' ? '' : `?${query}`;
}

/** Whether the list may be without some products. */
export function isNarrowed(filter: StockFilter): boolean {
  const { q, warehouseId, inStock, availableBelow } = filter;
  return q.trim() !== '' || warehouseId.trim() !== '' || inStock !== '' || availableBelow !== null;
}

/** The sort order after a click on a column: ascending first, then the other way round. */
export function sortAfterClick(present: Sort, column: 'productId' | 'name' | 'available' | 'updatedAt'): Sort {
  return present === column ? `-${column}` : column;
}

/** A whole number from 0 to 2^53-1 in plain digits, or null. */
export function wholeNumber(text: string): number | null {
  const value = Number(text);
  return /^[0-9]{1,16}$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

function oneOf<T extends string>(value: string | null, allowed: readonly [T, ...T[]]): T {
  return allowed.find((each) => each === value) ?? allowed[0];
}
