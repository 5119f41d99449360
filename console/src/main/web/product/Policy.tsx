import type { Item } from '../api/inventory';
import { quantity } from '../format/format';

interface Props {
  readonly item: Item;
  readonly lowStockBelow: number;
}

/** The stock policy of a product. */
export function Policy({ item, lowStockBelow }: Props) {
  return (
    <section aria-labelledby="policy-title">
      <h2 id="policy-title">Policy</h2>
      <dl class="facts">
        <dt>Safety stock</dt>
        <dd>{quantity(item.safetyStock)}</dd>
        <dt>Backorder limit</dt>
        <dd>{quantity(item.backorderLimit)}</dd>
        <dt>Reorder point</dt>
        <dd>
          {item.reorderPoint === null ? `none, alert below ${quantity(lowStockBelow)}` : quantity(item.reorderPoint)}
        </dd>
      </dl>
    </section>
  );
}
