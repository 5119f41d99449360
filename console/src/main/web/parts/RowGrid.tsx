import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RowPages } from './rowPages';
import type { KeptPages } from './useKeptList';
import { PHONE, useMedia } from './useMedia';
import { useVirtualRows } from './useVirtualRows';
import './grid.css';

interface Props<T> {
  readonly list: KeptPages<RowPages<T>>;
  /** What a screen reader says of the grid, with its keys. */
  readonly label: string;
  readonly className: string;
  readonly columns: number;
  /** The heights of a row in pixels. */
  readonly rowPx: number;
  readonly phoneRowPx: number;
  /** The cells of the head. */
  readonly head: ComponentChildren;
  readonly cells: (item: T) => ComponentChildren;
  /** The effect of a key on the active row, such as that of Enter. */
  readonly keys: Readonly<Record<string, (item: T) => void>>;
  /** Called with the visible rows, after a pause in scrolling; it may be called again with the same ones. */
  readonly onSeen?: (items: readonly T[]) => void;
}

const SCROLL_PAUSE_MS = 250;

/** A list with any number of rows, of which the visible ones are rendered. The arrow keys move the active row. */
export function RowGrid<T>(props: Props<T>) {
  const { list, label, className, columns, head, cells, keys, onSeen } = props;
  const { pages } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(list.activeRow);
  const rowPx = useMedia(PHONE) ? props.phoneRowPx : props.rowPx;
  const count = pages.rows + (pages.isComplete ? 0 : 1);
  const virtualizer = useVirtualRows({ count, rowPx, scroller, initialOffset: list.offset });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  // Read before the rows leave the document. A scroll event may come after that, and then the offset is zero.
  useLayoutEffect(() => {
    const { current } = scroller;
    return () => {
      list.offset = current?.scrollTop ?? 0;
    };
  }, [list]);
  useEffect(() => pages.see(first, last), [pages, first, last, count]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const seen = Array.from({ length: last - first + 1 }, (_, i) => pages.item(first + i));
      onSeen?.(seen.filter((item) => item !== undefined));
    }, SCROLL_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pages, first, last, count, pages.item(first) === undefined, pages.item(last) === undefined]);

  const activate = (row: number) => {
    const next = Math.max(0, Math.min(row, pages.rows - 1));
    list.activeRow = next;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: pages.rows - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const move = moves[event.key];
    const item = pages.item(active);
    const key = keys[event.key];
    if (move !== undefined) {
      event.preventDefault();
      activate(move);
    } else if (key !== undefined && item !== undefined) {
      event.preventDefault();
      key(item);
    }
  };

  return (
    <div
      class={`grid ${className}`}
      role="grid"
      aria-label={label}
      aria-rowcount={pages.isComplete ? pages.rows + 1 : -1}
      aria-colcount={columns}
      aria-activedescendant={pages.item(active) !== undefined ? `row-${active}` : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={onKeyDown}
    >
      <div class="head" role="rowgroup">
        <div class="row" role="row" aria-rowindex={1}>
          {head}
        </div>
      </div>
      <div role="rowgroup" class="body" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {rows.map(({ index, start }) => {
          const item = pages.item(index);
          return (
            <div
              key={index}
              class={`row ${item === undefined ? 'waiting' : index === active ? 'active' : ''}`}
              role="row"
              id={`row-${index}`}
              aria-rowindex={index + 2}
              aria-selected={item === undefined ? undefined : index === active}
              style={{ transform: `translateY(${start}px)`, height: `${rowPx}px` }}
              onClick={() => activate(index)}
            >
              {item === undefined ? (
                <div class="cell" role="gridcell">
                  Reading
                </div>
              ) : (
                cells(item)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
