import type { Holder } from '../api/inventory';
import { OrderLink } from '../parts/OrderLink';
import { ReservationCells, ReservationHeads } from '../parts/ReservationCells';
import { TableSection } from '../parts/TableSection';
import { ReservationCommands } from '../try/ReservationCommands';

interface Props {
  readonly productId: string;
  readonly holders: readonly Holder[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** The open reservations of a product, the oldest first. */
export function Holders({ productId, holders, hasMore, onMore }: Props) {
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
              <ReservationHeads />
              <th scope="col">Commands</th>
            </tr>
          </thead>
          <tbody>
            {holders.map((holder) => (
              <tr key={holder.orderId}>
                <th scope="row">
                  <OrderLink orderId={holder.orderId} />
                </th>
                <ReservationCells reservation={holder} />
                <ReservationCommands productId={productId} orderId={holder.orderId} reservation={holder} />
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
