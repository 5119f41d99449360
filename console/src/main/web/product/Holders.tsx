import type { Holder } from '../api/inventory';
import { Instant } from '../parts/Instant';
import { OrderLink } from '../parts/OrderLink';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';

interface Props {
  readonly holders: readonly Holder[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** The open reservations of a product, the oldest first. */
export function Holders({ holders, hasMore, onMore }: Props) {
  if (holders.length === 0) {
    return (
      <section>
        <h2>Open reservations</h2>
        <p class="none">No order holds this product.</p>
      </section>
    );
  }
  return (
    <>
      <TableSection title="Open reservations">
        <table>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col" class="amount">
                Reserved
              </th>
              <th scope="col" class="amount">
                Shipped
              </th>
              <th scope="col" class="amount">
                Returned
              </th>
              <th scope="col">Warehouse</th>
              <th scope="col">Ends</th>
            </tr>
          </thead>
          <tbody>
            {holders.map((holder) => (
              <tr key={holder.orderId}>
                <th scope="row">
                  <OrderLink orderId={holder.orderId} />
                </th>
                <td class="amount">
                  <Quantity value={holder.reserved} />
                </td>
                <td class="amount">
                  <Quantity value={holder.shipped} />
                </td>
                <td class="amount">
                  <Quantity value={holder.returned} />
                </td>
                <td>{holder.warehouseId === undefined ? 'any' : <bdi>{holder.warehouseId}</bdi>}</td>
                <td>{holder.expiresAt === undefined ? 'never' : <Instant at={holder.expiresAt} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableSection>
      {hasMore && (
        <button type="button" onClick={onMore}>
          Show more orders
        </button>
      )}
    </>
  );
}
