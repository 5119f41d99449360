import { useEffect, useRef } from 'preact/hooks';
import { Link } from '../app/Link';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { Instant } from '../parts/Instant';
import { useTitle } from '../parts/useTitle';
import { STOCK_LIST } from '../stock/StockPage';
import { TryLinks } from '../try/TryLinks';
import { Alert } from './Alert';
import { Holders } from './Holders';
import { Movements } from './Movements';
import { Policy } from './Policy';
import { Quantities } from './Quantities';
import { useProduct } from './useProduct';
import { Warehouses } from './Warehouses';
import './product.css';

const COMMANDS = [
  ['receive-stock', 'Receive'],
  ['reserve-stock', 'Reserve'],
  ['transfer-stock', 'Transfer'],
  ['adjust-stock', 'Adjust'],
  ['count-stock', 'Count'],
  ['block-stock', 'Block'],
  ['unblock-stock', 'Unblock'],
  ['write-off-stock', 'Write off'],
  ['rename-product', 'Rename'],
  ['set-stock-policy', 'Set the policy'],
  ['archive-product', 'Archive'],
] as const;
const ARCHIVED_COMMANDS = [['restore-product', 'Restore'], ...COMMANDS.slice(2, -1)] as const;

/** One product with everything that is known about its stock now. */
export function ProductPage({ productId }: { readonly productId: string }) {
  const { view, failure, stream, retry, showMoreHolders } = useProduct(productId);
  useTitle(view === null ? productId : view.item.name);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article class="product">
      <nav aria-label="Back">
        <Link to={{ page: 'stock', search: STOCK_LIST.search }}>
          {STOCK_LIST.search === '' ? 'All products' : 'The list'}
        </Link>
      </nav>
      <h1 tabIndex={-1} ref={heading} dir="auto">
        {view === null ? productId : view.item.name}
      </h1>
      {failure !== null && <FailureNote failure={failure} onRetry={retry} />}
      {view === null && failure === null && <p role="status">Reading the product</p>}
      {view !== null && (
        <>
          <p class="identity">
            Id <bdi class="code">{view.item.productId}</bdi> Sku <bdi class="code">{view.item.sku}</bdi>
            {view.item.archived && <span class="tag">archived</span>}{' '}
            <Link to={{ page: 'curve', productId, search: '' }}>Its stock over time</Link>
          </p>
          {view.item.held && (
            <p class="note warn">
              This product is held: an event of it is missing or cannot be applied, so the page shows its last good
              version. The operator finds the reason in the progress of the projections.
            </p>
          )}
          <Alert item={view.item} lowStockBelow={view.lowStockBelow} />
          <Quantities item={view.item} />
          <div class="status">
            <p>
              Version {view.item.version}, changed <Instant at={view.item.updatedAt} />
            </p>
            <FreshnessNote freshness={view.freshness} stream={stream} />
          </div>
          <TryLinks
            commands={view.item.archived ? ARCHIVED_COMMANDS : COMMANDS}
            values={{ productId }}
            subject="of this product"
          />
          <div class="columns">
            <Warehouses warehouses={view.item.warehouses} />
            <Policy item={view.item} lowStockBelow={view.lowStockBelow} />
          </div>
          <Holders
            productId={productId}
            holders={view.holders}
            hasMore={view.nextHolders !== null}
            onMore={showMoreHolders}
          />
          <Movements movements={view.movements} version={view.item.version} />
        </>
      )}
    </article>
  );
}
