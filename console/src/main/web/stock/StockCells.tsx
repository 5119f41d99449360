import type { Item } from '../api/inventory';
import { Link } from '../app/Link';
import type { Route } from '../app/router';
import { Instant } from '../parts/Instant';
import { Quantity } from '../parts/Quantity';

interface Props {
  readonly item: Item;
  /** The page that its id leads to. */
  readonly to: Route;
}

/** The cells of a product in the list. */
export function StockCells({ item, to }: Props) {
  return (
    <>
      <div class="cell id" role="gridcell">
        <Link to={to} tabStop={false}>
          <bdi>{item.productId}</bdi>
        </Link>
      </div>
      <div class="cell name" role="gridcell" dir="auto" title={item.name}>
        {item.name}
        {item.archived && <span class="tag">archived</span>}
        {item.held && <span class="tag warn">held</span>}
      </div>
      <div class="cell sku" role="gridcell">
        <bdi>{item.sku}</bdi>
      </div>
      <div class="cell amount available" role="gridcell">
        <Quantity value={item.availableStock} />
      </div>
      <div class="cell amount" role="gridcell">
        <Quantity value={item.reservedStock} />
      </div>
      <div class="cell amount" role="gridcell">
        <Quantity value={item.blockedStock} />
      </div>
      <div class="cell amount" role="gridcell">
        <Quantity value={item.totalStock} />
      </div>
      <div class="cell changed" role="gridcell">
        <Instant at={item.updatedAt} />
      </div>
    </>
  );
}
