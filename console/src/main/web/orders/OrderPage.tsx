import { useEffect, useRef } from 'preact/hooks';
import type { OrderLine } from '../api/inventory';
import { Link } from '../app/Link';
import { quantity } from '../format/format';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { useTitle } from '../parts/useTitle';
import { OrderCommands } from '../try/OrderCommands';
import { History } from './History';
import { Lines } from './Lines';
import { statusText } from './statusText';
import { useOrder } from './useOrder';

/** One order: its products with what is reserved, shipped and returned, and its history. */
export function OrderPage({ orderId }: { readonly orderId: string }) {
  const { view, failure, stream, readAgain } = useOrder(orderId);
  useTitle(`Order ${orderId}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isUnknown = view !== null && view.lines.length === 0 && view.history.length === 0;
  return (
    <article class="product">
      <nav aria-label="Back">
        <Link to={{ page: 'orders' }}>Another order</Link>
      </nav>
      <h1 tabIndex={-1} ref={heading}>
        Order <bdi>{orderId}</bdi>
      </h1>
      {failure !== null && <FailureNote failure={failure} onRetry={readAgain} />}
      {view === null && failure === null && <p role="status">Reading the order</p>}
      {isUnknown && (
        <p class="note warn">
          There is no such order: nothing was ever reserved or shipped for it. Check the id, with its upper and lower
          case. A new order is visible after a moment.
        </p>
      )}
      {view !== null && (
        <div class="status">
          {!isUnknown && <p role="status">{summary(view.lines)}</p>}
          <FreshnessNote freshness={view.freshness} stream={stream} />
          <button type="button" onClick={readAgain} title="Reads the order again, with products that are new in it">
            Refresh
          </button>
        </div>
      )}
      {view !== null && !isUnknown && (
        <>
          <OrderCommands orderId={orderId} lines={view.lines} />
          <Lines orderId={orderId} lines={view.lines} />
          <History
            orderId={orderId}
            movements={view.history}
            hasMore={view.hasMoreHistory}
            isHeld={view.isHistoryHeld}
          />
        </>
      )}
    </article>
  );
}

/** The number of lines in each status, such as "3 products: 1 open; 2 shipped". */
function summary(lines: readonly OrderLine[]): string {
  const counts = new Map<string, number>();
  for (const { status } of lines) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const parts = [...counts].map(([status, count]) => `${quantity(count)} ${statusText(status)}`);
  return `${lines.length === 1 ? '1 product' : `${quantity(lines.length)} products`}: ${parts.join('; ')}`;
}
