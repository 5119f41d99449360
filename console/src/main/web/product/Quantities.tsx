import type { Item } from '../api/inventory';
import { Quantity } from '../parts/Quantity';

/** All quantities of a product. */
export function Quantities({ item }: { readonly item: Item }) {
  const quantities: readonly (readonly [string, number])[] = [
    ['Available', item.availableStock],
    ['Available to promise', item.availableToPromise],
    ['Reserved', item.reservedStock],
    ['Blocked', item.blockedStock],
    ['Total', item.totalStock],
    ['Shortfall', item.shortfall],
  ];
  return (
    <dl class="quantities">
      {quantities.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Quantity value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
