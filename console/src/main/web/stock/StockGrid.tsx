import { useEffect, useRef, useState } from 'preact/hooks';
import { router } from '../app/router';
import { sortAfterClick, type StockFilter } from './filter';
import type { StockPages } from './pages';
import { StockRow } from './StockRow';
import { PHONE, useMedia } from './useMedia';
import { useVirtualRows } from './useVirtualRows';

interface Props {
  readonly list: { readonly pages: StockPages; offset: number; activeRow: number };
  readonly filter: StockFilter;
  readonly onFilter: (filter: StockFilter) => void;
  /** Called with the products of the visible rows, after a pause in scrolling. */
  readonly onSeen: (productIds: readonly string[]) => void;
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

const ROW_PX = 33;
const PHONE_ROW_PX = 72;
const SCROLL_PAUSE_MS = 250;

/** The rows of the list. One row is active; the arrow keys move it, and Enter opens its product. */
export function StockGrid({ list, filter, onFilter, onSeen }: Props) {
  const { pages } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(list.activeRow);
  const isPhone = useMedia(PHONE);
  const count = pages.rows + (pages.isComplete ? 0 : 1);
  const rowPx = isPhone ? PHONE_ROW_PX : ROW_PX;
  const virtualizer = useVirtualRows({ count, rowPx, scroller, initialOffset: list.offset });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => pages.see(first, last), [pages, first, last, count]);
  const seen = rows.flatMap((row) => pages.item(row.index)?.productId ?? []);
  const seenKey = seen.join('\n');
  useEffect(() => {
    const timer = setTimeout(() => onSeen(seen), SCROLL_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [seenKey, pages]);

  const activate = (row: number) => {
    const next = Math.max(0, Math.min(row, pages.rows - 1));
    list.activeRow = next;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };
  const open = (row: number) => {
    const item = pages.item(row);
    if (item !== undefined) {
      list.activeRow = row;
      router.open({ page: 'product', productId: item.productId });
    }
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
  const moves: Record<string, () => void> = {
    ArrowDown: () => activate(active + 1),
    ArrowUp: () => activate(active - 1),
    PageDown: () => activate(active + page),
    PageUp: () => activate(active - page),
    Home: () => activate(0),
    End: () => activate(pages.rows - 1),
    Enter: () => open(active),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = event.target === event.currentTarget ? moves[event.key] : undefined;
    if (move !== undefined) {
      event.preventDefault();
      move();
    }
  };

  return (
    <div
      class="grid"
      role="grid"
      aria-label="Products. The arrow keys choose a product, and Enter opens it"
      aria-rowcount={pages.isComplete ? pages.rows + 1 : -1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={pages.item(active) !== undefined ? `row-${active}` : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={onKeyDown}
      onScroll={(event) => (list.offset = event.currentTarget.scrollTop)}
    >
      <div class="head" role="rowgroup">
        <div class="row" role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <HeadCell key={column.name} column={column} filter={filter} onFilter={onFilter} />
          ))}
        </div>
      </div>
      <div role="rowgroup" class="body" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {rows.map((row) => (
          <StockRow
            key={row.index}
            index={row.index}
            top={row.start}
            height={rowPx}
            item={pages.item(row.index)}
            isActive={row.index === active}
            onActivate={() => activate(row.index)}
          />
        ))}
      </div>
    </div>
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
