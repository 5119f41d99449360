import { useReducer } from 'preact/hooks';
import { logRead, type LogMovement } from '../api/movements';
import { router, type Route } from '../app/router';
import { useServices } from '../app/services';
import { countText } from '../parts/countText';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { HeldNote } from '../parts/HeldNote';
import { RowGrid } from '../parts/RowGrid';
import { useFilterInAddress } from '../parts/useFilterInAddress';
import { KeptList, useKeptList } from '../parts/useKeptList';
import { useTitle } from '../parts/useTitle';
import { ExportButton } from './ExportButton';
import { filterOf, isNarrowed, NO_FILTER, queryOf, searchOf } from './filter';
import { LogPages } from './LogPages';
import { COLUMNS, MovementCells } from './MovementCells';
import { MovementFilters } from './MovementFilters';
import './movements.css';

/** The list that was shown last. */
const LIST = new KeptList<LogPages>();

const routeOf = (search: string): Route => ({ page: 'movements', search });

/** The movements of all products in the order of the log, with filters, which the address contains. */
export function MovementsPage({ search }: { readonly search: string }) {
  useTitle('Movements');
  const { queries } = useServices();
  const [, readAgain] = useReducer((reads: number) => reads + 1, 0);
  const shown = filterOf(search);
  const query = queryOf(shown);
  const list = useKeptList(
    LIST,
    searchOf(shown),
    (onChange) => new LogPages(logRead(queries, query), shown.order, onChange),
  );
  const { pages } = list;
  const [filter, setFilter] = useFilterInAddress(search, filterOf, searchOf, routeOf, LIST.isBusy);
  const isEmpty = pages.rows === 0 && pages.isComplete;
  const refresh = () => {
    LIST.forget();
    readAgain(undefined as never);
  };
  return (
    <section class="stock">
      <h1>Movements</h1>
      <MovementFilters filter={filter} onChange={setFilter} />
      <div class="status">
        <p role="status">{countText(pages, 'movement', 'movements')}</p>
        <FreshnessNote freshness={pages.freshness} stream={{ kind: 'idle' }} />
        <button type="button" onClick={refresh} title="Reads the list again, with movements that are new">
          Refresh
        </button>
        <ExportButton query={query} />
      </div>
      {pages.isHeld && <HeldNote />}
      {pages.failure !== null && <FailureNote failure={pages.failure} onRetry={() => pages.retry()} />}
      {isEmpty && isNarrowed(shown) && (
        <p class="none">
          No movement matches.{' '}
          <button type="button" onClick={() => setFilter({ ...NO_FILTER, order: filter.order })}>
            Clear the filters
          </button>
        </p>
      )}
      {isEmpty && !isNarrowed(shown) && <p class="none">There is no movement yet.</p>}
      {!isEmpty && <MovementGrid key={list.query} list={list} />}
    </section>
  );
}

function MovementGrid({ list }: { readonly list: ReturnType<typeof useKeptList<LogPages>> }) {
  return (
    <RowGrid<LogMovement>
      list={list}
      label="Movements. The arrow keys choose a movement, Enter opens its product, and O opens its order"
      className="movements"
      columns={COLUMNS.length}
      rowPx={33}
      phoneRowPx={72}
      head={COLUMNS.map(({ name, className }) => (
        <div key={name} role="columnheader" class={`cell ${className}`}>
          {name}
        </div>
      ))}
      cells={(movement) => <MovementCells movement={movement} />}
      keys={{
        Enter: ({ productId }) => router.open({ page: 'product', productId }),
        o: ({ orderId }) => {
          if (orderId !== undefined) {
            router.open({ page: 'order', orderId });
          }
        },
      }}
    />
  );
}
