import type { Item } from '../api/inventory';
import { router, type Route } from '../app/router';
import { RowGrid } from '../parts/RowGrid';
import type { KeptPages } from '../parts/useKeptList';
import { sortAfterClick, type StockFilter } from './filter';
import type { StockPages } from './pages';
import { StockCells } from './StockCells';
import './stock.css';

interface Props {
  readonly list: KeptPages<StockPages>;
  readonly filter: StockFilter;
  readonly onFilter: (filter: StockFilter) => void;
  /** Called with the products of the visible rows, after a pause in scrolling. */
  readonly onSeen?: (productIds: readonly string[]) => void;
  /** The page of a product that the list leads to. */
  readonly routeOf?: (item: Item) => Route;
}

const COLUMNS = [
  { name: 'Id', sort: 'productId' },
  { name: 'Name', sort: 'name' },
  { name: 'Sku', sort: null },
  { name: 'Available', sort: 'available', className: 'amount' },
  { name: 'Reserved', sort: null, className: 'amount' },
  { name: 'Blocked', sort: null, className: 'amount' },
  { name: 'Total', sort: null, className: 'amount' },
  { name: 'Changed', sort: 'updatedAt', className: 'changed' },
] as const;

const routeOfProduct = ({ productId }: Item): Route => ({ page: 'product', productId });

/** The rows of the list. One row is active; the arrow keys move it, and Enter opens its product. */
export function StockGrid({ list, filter, onFilter, onSeen, routeOf = routeOfProduct }: Props) {
  return (
    <RowGrid<Item>
      list={list}
      label="Products. The arrow keys choose a product, and Enter opens it"
      className="products"
      columns={COLUMNS.length}
      rowPx={33}
      phoneRowPx={72}
      head={COLUMNS.map((column) => (
        <HeadCell key={column.name} column={column} filter={filter} onFilter={onFilter} />
      ))}
      cells={(item) => <StockCells item={item} to={routeOf(item)} />}
      keys={{ Enter: (item) => router.open(routeOf(item)) }}
      onSeen={(items) => onSeen?.(items.map(({ productId }) => productId))}
    />
  );
}

function HeadCell({
  column,
  filter,
  onFilter,
}: {
  readonly column: (typeof COLUMNS)[number];
  readonly filter: StockFilter;
  readonly onFilter: (filter: StockFilter) => void;
}) {
  const { sort } = column;
  const order = sort === filter.sort ? 'ascending' : filter.sort === `-${sort}` ? 'descending' : 'none';
  return (
    <div
      role="columnheader"
      class={`cell ${'className' in column ? column.className : ''}`}
      aria-sort={sort === null ? undefined : order}
    >
      {sort === null ? (
        column.name
      ) : (
        <button type="button" onClick={() => onFilter({ ...filter, sort: sortAfterClick(filter.sort, sort) })}>
          {column.name}
          <span aria-hidden="true">{{ ascending: ' ▲', descending: ' ▼', none: '' }[order]}</span>
        </button>
      )}
    </div>
  );
}
