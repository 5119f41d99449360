import { useState } from 'preact/hooks';
import { PHONE, useMedia } from '../parts/useMedia';
import { NO_FILTER, searchOf, wholeNumber, type Sort, type StockFilter } from './filter';

interface Props {
  readonly filter: StockFilter;
  readonly onChange: (filter: StockFilter) => void;
  /** Suggestions for the warehouse. */
  readonly warehouses: readonly string[];
}

const SORT_NAMES: Record<Sort, string> = {
  productId: 'Id',
  '-productId': 'Id, last first',
  name: 'Name',
  '-name': 'Name, last first',
  available: 'Least available',
  '-available': 'Most available',
  updatedAt: 'Changed longest ago',
  '-updatedAt': 'Changed last',
};

/** The search and the filters of the list. */
export function StockFilters({ filter, onChange, warehouses }: Props) {
  const isPhone = useMedia(PHONE);
  const [isOpen, setOpen] = useState(() => searchOf({ ...filter, q: '' }) !== searchOf(NO_FILTER));
  const set = (part: Partial<StockFilter>) => onChange({ ...filter, ...part });
  return (
    <form class="filters" role="search" aria-label="Products" onSubmit={(event) => event.preventDefault()}>
      <label class="wide">
        <span>Search</span>
        <input
          type="search"
          dir="auto"
          placeholder="Name, sku or id"
          value={filter.q}
          onInput={(event) => set({ q: event.currentTarget.value })}
        />
      </label>
      {isPhone && (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Filters
        </button>
      )}
      {(!isPhone || isOpen) && <MoreFilters filter={filter} set={set} warehouses={warehouses} />}
    </form>
  );
}

interface MoreProps {
  readonly filter: StockFilter;
  readonly set: (part: Partial<StockFilter>) => void;
  readonly warehouses: readonly string[];
}

/** The filters that a phone shows only on demand. */
function MoreFilters({ filter, set, warehouses }: MoreProps) {
  return (
    <>
      <label>
        <span>Warehouse</span>
        <input
          type="text"
          dir="auto"
          list="warehouses"
          placeholder="Any"
          value={filter.warehouseId}
          onInput={(event) => set({ warehouseId: event.currentTarget.value })}
        />
        <datalist id="warehouses">
          {warehouses.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </label>
      <label>
        <span>Available stock</span>
        <select
          value={filter.inStock}
          onChange={(event) => set({ inStock: event.currentTarget.value as StockFilter['inStock'] })}
        >
          <option value="">Any</option>
          <option value="true">In stock</option>
          <option value="false">Out of stock</option>
        </select>
      </label>
      <label>
        <span>Available below</span>
        <input
          type="number"
          inputMode="numeric"
          min={0}
          step={1}
          placeholder="Any"
          value={filter.availableBelow ?? ''}
          onInput={(event) => set({ availableBelow: wholeNumber(event.currentTarget.value) })}
        />
      </label>
      <label>
        <span>Archived</span>
        <select
          value={filter.archived}
          onChange={(event) => set({ archived: event.currentTarget.value as StockFilter['archived'] })}
        >
          <option value="false">Without</option>
          <option value="true">Only archived</option>
          <option value="any">With</option>
        </select>
      </label>
      <label>
        <span>Sort by</span>
        <select
          value={filter.sort}
          onChange={(event) => set({ sort: event.currentTarget.value as Sort })}
        >
          {Object.entries(SORT_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
