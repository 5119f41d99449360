import type { LogMovement } from '../api/movements';
import { Link } from '../app/Link';
import { eventName, quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import { movedQuantity, movementReasons } from '../parts/movementText';
import { OrderLink } from '../parts/OrderLink';
import { Quantity } from '../parts/Quantity';

export const COLUMNS = [
  { name: 'Time', className: '' },
  { name: 'Event', className: '' },
  { name: 'Product', className: '' },
  { name: 'Quantity', className: 'amount' },
  { name: 'Order', className: 'order-id' },
  { name: 'Warehouse', className: '' },
  { name: 'Cause', className: '' },
  { name: 'Available after', className: 'amount' },
  { name: 'Total after', className: 'amount' },
] as const;

/** The facts whose name the column of causes says well enough. */
const NAMED_BY_COLUMN: ReadonlySet<string> = new Set(['reason', 'reference']);

/** The cells of a movement in the list. */
export function MovementCells({ movement }: { readonly movement: LogMovement }) {
  const orders = pairOf(movement.orderId, movement.toOrderId);
  const warehouses = pairOf(movement.warehouseId, movement.fromWarehouseId, movement.toWarehouseId);
  const reasons = movementReasons(movement);
  return (
    <>
      <div class="cell time" role="gridcell">
        <Instant at={movement.occurredAt} />
      </div>
      <div class="cell event" role="gridcell" title={`Log position ${movement.position}`}>
        {eventName(movement.type)}
      </div>
      <div class="cell product-id" role="gridcell" title={movement.productId}>
        <Link to={{ page: 'product', productId: movement.productId }} tabStop={false}>
          <bdi>{movement.productId}</bdi>
        </Link>
      </div>
      <div class="cell amount moved" role="gridcell" title={movedQuantity(movement)}>
        {movedQuantity(movement)}
      </div>
      <div class="cell order-id" role="gridcell" title={pairText(orders)}>
        {orders.map((orderId, i) => (
          <span key={i}>
            {i > 0 && ' to '}
            <OrderLink orderId={orderId} tabStop={false} />
          </span>
        ))}
      </div>
      <div class="cell warehouse-id" role="gridcell" title={pairText(warehouses)}>
        {warehouses.map((warehouseId, i) => (
          <span key={i}>
            {i > 0 && ' to '}
            <bdi>{warehouseId}</bdi>
          </span>
        ))}
      </div>
      <div class="cell cause" role="gridcell" title={reasons.map(({ name, value }) => `${name} ${value}`).join(', ')}>
        {reasons.map(({ name, value }) => (
          <span class="fact" key={name}>
            {!NAMED_BY_COLUMN.has(name) && `${name} `}
            <bdi>{value}</bdi>
          </span>
        ))}
      </div>
      <div class="cell amount after" role="gridcell" title={quantity(movement.availableStock)}>
        <Quantity value={movement.availableStock} />
      </div>
      <div class="cell amount total" role="gridcell" title={quantity(movement.totalStock)}>
        <Quantity value={movement.totalStock} />
      </div>
    </>
  );
}

/** One id, or two of which the first one gives something to the second one. */
function pairOf(...ids: readonly (string | undefined)[]): readonly string[] {
  return ids.filter((id) => id !== undefined);
}

function pairText(ids: readonly string[]): string {
  return ids.join(' to ');
}
