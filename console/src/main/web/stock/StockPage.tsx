import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { ChangeStream } from '../api/changes';
import { listItems } from '../api/inventory';
import type { Route } from '../app/router';
import { useServices } from '../app/services';
import { useStore } from '../app/store';
import { countText } from '../parts/countText';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { PAGE_ROWS } from '../parts/rowPages';
import { KeptList, useKeptList } from '../parts/useKeptList';
import { useFilterInAddress } from '../parts/useFilterInAddress';
import { useTitle } from '../parts/useTitle';
import { EmptySystem } from './EmptySystem';
import { filterOf, isNarrowed, NO_FILTER, queryOf, searchOf } from './filter';
import { LookUps } from './LookUps';
import { StockPages } from './pages';
import { StockFilters } from './StockFilters';
import { StockGrid } from './StockGrid';

/** The list that was shown last; the page of a product leads back to it. */
export const STOCK_LIST = new KeptList<StockPages>();

const routeOf = (search: string): Route => ({ page: 'stock', search });

/** All products in a list with search, filters and sort orders, which the address contains. */
export function StockPage({ search }: { readonly search: string }) {
  useTitle('Stock');
  const { queries, session } = useServices();
  const [, readAgain] = useReducer((reads: number) => reads + 1, 0);

  const query = queryOf(filterOf(search));
  const list = useKeptList(
    STOCK_LIST,
    query.toString(),
    (onChange) =>
      new StockPages((cursor, signal) => listItems(queries, query, cursor, PAGE_ROWS, signal), onChange),
  );
  const { pages } = list;
  const [filter, setFilter] = useFilterInAddress(search, filterOf, searchOf, routeOf, STOCK_LIST.isBusy);
  const lookUps = useMemo(() => new LookUps(queries, (items) => pages.update(items)), [queries, pages]);
  const stream = useMemo(
    () =>
      new ChangeStream(queries, session, {
        changed: (items) => pages.update(items),
        unknown: (ids) => lookUps.request(ids),
      }),
    [queries, session, pages, lookUps],
  );
  useEffect(
    () => () => {
      stream.close();
      lookUps.close();
    },
    [stream, lookUps],
  );
  const streamState = useStore(stream.state);

  const isEmpty = pages.rows === 0 && pages.isComplete;
  const refresh = () => {
    STOCK_LIST.forget();
    readAgain(undefined as never);
  };
  return (
    <section class="stock">
      <h1>Stock</h1>
      <StockFilters filter={filter} onChange={setFilter} warehouses={warehousesOf(pages)} />
      <div class="status">
        <p role="status">{countText(pages, 'product', 'products')}</p>
        <FreshnessNote freshness={pages.freshness} stream={streamState} />
        <button type="button" onClick={refresh} title="Reads the list again, in its present order">
          Refresh
        </button>
      </div>
      {pages.failure !== null && <FailureNote failure={pages.failure} onRetry={() => pages.retry()} />}
      {isEmpty && !isNarrowed(filter) && filter.archived === 'false' && <EmptySystem />}
      {isEmpty && (isNarrowed(filter) || filter.archived !== 'false') && (
        <p class="none">
          No product matches.{' '}
          <button type="button" onClick={() => setFilter({ ...NO_FILTER, sort: filter.sort })}>
            Clear the filters
          </button>
        </p>
      )}
      {!isEmpty && (
        <StockGrid
          key={list.query}
          list={list}
          filter={filter}
          onFilter={setFilter}
          onSeen={(ids) => stream.watch(ids)}
        />
      )}
    </section>
  );
}

/** The warehouses of the first rows, as suggestions. */
function warehousesOf(pages: { item(row: number): { warehouses: readonly { warehouseId: string }[] } | undefined }) {
  const names = new Set<string>();
  for (let row = 0; row < 50; row++) {
    pages.item(row)?.warehouses.forEach((warehouse) => names.add(warehouse.warehouseId));
  }
  return [...names].sort();
}
