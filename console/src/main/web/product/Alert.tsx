import type { Item } from '../api/inventory';
import { quantity } from '../format/format';

interface Props {
  readonly item: Item;
  readonly lowStockBelow: number;
}

/** The alerts of a product: orders that exceed its stock, and little available stock. */
export function Alert({ item, lowStockBelow }: Props) {
  const below = item.reorderPoint ?? lowStockBelow;
  const isLow = !item.archived && item.availableStock < below;
  return (
    <>
      {item.shortfall > 0 && (
        <p class="note bad">
          Shortfall: orders hold {quantity(item.shortfall)} more than there is. Receive stock, or release reservations.
        </p>
      )}
      {isLow && (
        <p class="note warn">
          Low stock: {quantity(item.availableStock)} available, and the alert is open below {quantity(below)}.
        </p>
      )}
    </>
  );
}
