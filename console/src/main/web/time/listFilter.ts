import { instantOr } from '../parts/instantField';
import * as stock from '../stock/filter';

/** The filters of the list of products as of an instant. */
export interface ListFilter extends stock.StockFilter {
  /** The instant, in UTC; empty for now. */
  readonly asOf: string;
}

/** Reads the filters of an address, as the API has them. */
export function filterOf(search: string): ListFilter {
  return { ...stock.filterOf(search), asOf: instantOr(new URLSearchParams(search).get('asOf')) };
}

/** The parameters of the API call. */
export function queryOf(filter: ListFilter): URLSearchParams {
  const query = stock.queryOf(filter);
  if (filter.asOf !== '') {
    query.set('asOf', filter.asOf);
  }
  return query;
}

/** The search part of the page's address: empty, or with its question mark. */
export function searchOf(filter: ListFilter): string {
  const query = queryOf(filter).toString();
  return query === '' ? '' : `?${query}`;
}
