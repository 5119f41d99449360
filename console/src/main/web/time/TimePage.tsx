import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { listItems, type Item } from '../api/inventory';
import { router, type Route } from '../app/router';
import { useServices } from '../app/services';
import { countText } from '../parts/countText';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { Instant } from '../parts/Instant';
import { instantOfField } from '../parts/instantField';
import { PAGE_ROWS } from '../parts/rowPages';
import { useFilterInAddress } from '../parts/useFilterInAddress';
import { KeptList, useKeptList } from '../parts/useKeptList';
import { useTitle } from '../parts/useTitle';
import { NO_FILTER } from '../stock/filter';
import { StockPages } from '../stock/pages';
import { StockFilters } from '../stock/StockFilters';
import { StockGrid } from '../stock/StockGrid';
import { instantOf } from './curveState';
import { filterOf, queryOf, searchOf, type ListFilter } from './listFilter';
import { InstantField } from './RangeChooser';
import './time.css';

/** The list that was shown last; the curve of a product leads back to it. */
export const TIME_LIST = new KeptList<StockPages>();

const routeOf = (search: string): Route => ({ page: 'time', search });

const AGO = [
  ['1 hour ago', 3_600_000],
  ['1 day ago', 86_400_000],
  ['7 days ago', 7 * 86_400_000],
  ['30 days ago', 30 * 86_400_000],
] as const;

/** All products as they stood at an instant. Each leads to its curve. */
export function TimePage({ search }: { readonly search: string }) {
  useTitle('Time');
  const { queries } = useServices();
  const [, readAgain] = useReducer((reads: number) => reads + 1, 0);
  const shown = filterOf(search);
  const query = queryOf(shown);
  const list = useKeptList(
    TIME_LIST,
    query.toString(),
    (onChange) => new StockPages((cursor, signal) => listItems(queries, query, cursor, PAGE_ROWS, signal), onChange),
  );
  const { pages } = list;
  const [filter, setFilter] = useFilterInAddress(search, filterOf, searchOf, routeOf, TIME_LIST.isBusy);
  const isEmpty = pages.rows === 0 && pages.isComplete;
  const refresh = () => {
    TIME_LIST.forget();
    readAgain(undefined as never);
  };
  const routeOfItem = ({ productId, version }: Item): Route => ({
    page: 'curve',
    productId,
    // The last event up to the instant is the version as of it.
    search: shown.asOf === '' ? '' : `?event=${version}`,
  });
  return (
    <section class="stock">
      <h1>Time</h1>
      <p class="quiet">
        The list of products as it stood at an instant. A product leads to its stock over time, with each event.
      </p>
      <div class="time-tools">
        <AsOf filter={filter} onChange={setFilter} />
        <OpenById />
      </div>
      <StockFilters filter={filter} onChange={(next) => setFilter({ ...filter, ...next })} warehouses={[]} />
      <div class="status">
        <p role="status">
          {countText(pages, 'product', 'products')}
          {shown.asOf !== '' && (
            <>
              , as of <Instant at={shown.asOf} />
            </>
          )}
        </p>
        <FreshnessNote freshness={pages.freshness} stream={{ kind: 'idle' }} />
        <button type="button" onClick={refresh} title="Reads the list again">
          Refresh
        </button>
      </div>
      {pages.failure !== null && <FailureNote failure={pages.failure} onRetry={() => pages.retry()} />}
      {isEmpty && (
        <p class="none">
          No product matches.{' '}
          <button type="button" onClick={() => setFilter({ ...NO_FILTER, sort: filter.sort, asOf: filter.asOf })}>
            Clear the filters
          </button>
        </p>
      )}
      {!isEmpty && (
        <StockGrid
          key={list.query}
          list={list}
          filter={filter}
          onFilter={(next) => setFilter({ ...filter, ...next })}
          routeOf={routeOfItem}
        />
      )}
    </section>
  );
}

interface AsOfProps {
  readonly filter: ListFilter;
  readonly onChange: (filter: ListFilter) => void;
}

/** The instant of the list. */
function AsOf({ filter, onChange }: AsOfProps) {
  const { clock } = useServices();
  const [failure, setFailure] = useState<Failure | null>(null);
  const present = useRef(filter);
  present.current = filter;
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const set = (asOf: string) => {
    abort.current?.abort();
    setFailure(null);
    onChange({ ...present.current, asOf });
  };
  const setAgo = (ms: number) => {
    abort.current?.abort();
    abort.current = new AbortController();
    clock.nowMs(abort.current.signal).then(
      (nowMs) => set(instantOf(nowMs - ms)),
      (error: unknown) => {
        if (!isAbort(error)) {
          setFailure(failureOf(error));
        }
      },
    );
  };
  return (
    <div class="curve-range" role="group" aria-label="Instant of the list">
      <InstantField title="As of" value={filter.asOf} onChange={(text) => set(instantOfField(text, true))} />
      <div class="choices">
        <button type="button" aria-pressed={filter.asOf === ''} onClick={() => set('')}>
          Now
        </button>
        {AGO.map(([name, ms]) => (
          <button key={name} type="button" onClick={() => setAgo(ms)}>
            {name}
          </button>
        ))}
      </div>
      {failure !== null && <FailureNote failure={failure} />}
    </div>
  );
}

/** Opens the curve of a product whose id is known. */
function OpenById() {
  const [text, setText] = useState('');
  const open = (event: Event) => {
    event.preventDefault();
    const productId = text.trim().normalize('NFC');
    if (productId !== '') {
      router.open({ page: 'curve', productId, search: '' });
    }
  };
  return (
    <form class="curve-range" onSubmit={open}>
      <label class="field">
        <span>Curve of the product with the id</span>
        <input
          type="text"
          dir="auto"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Open</button>
    </form>
  );
}
