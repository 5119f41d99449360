import type { Item } from '../api/inventory';
import { Link } from '../app/Link';
import { Instant } from '../parts/Instant';
import { Quantity } from '../parts/Quantity';

interface Props {
  readonly index: number;
  readonly top: number;
  readonly height: number;
  /** Undefined while it is read. */
  readonly item: Item | undefined;
  readonly isActive: boolean;
  readonly onActivate: () => void;
}

/** A product in the list. */
export function StockRow({ index, top, height, item, isActive, onActivate }: Props) {
  const place = { transform: `translateY(${top}px)`, height: `${height}px` };
  if (item === undefined) {
    return (
      <div class="row waiting" role="row" aria-rowindex={index + 2} style={place}>
        <div class="cell" role="gridcell">
          Reading
        </div>
      </div>
    );
  }
  return (
    <div
      class={isActive ? 'row active' : 'row'}
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      style={place}
      onClick={onActivate}
    >
      <div class="cell id" role="gridcell">
        <Link to={{ page: 'product', productId: item.productId }} tabStop={false}>
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
    </div>
  );
}
