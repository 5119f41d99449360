import { Instant } from './Instant';
import { Quantity } from './Quantity';

interface Reservation {
  readonly reserved: number;
  readonly shipped: number;
  readonly returned: number;
  readonly warehouseId?: string;
  readonly expiresAt?: string;
}

/** The heads of the columns of a reservation. */
export function ReservationHeads() {
  return (
    <>
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
    </>
  );
}

/** The cells of a reservation. An open one without a warehouse is shipped from any, and one without an end stays. */
export function ReservationCells({ reservation }: { readonly reservation: Reservation }) {
  const { reserved, shipped, returned, warehouseId, expiresAt } = reservation;
  const isOpen = reserved > 0;
  return (
    <>
      <td class="amount">
        <Quantity value={reserved} />
      </td>
      <td class="amount">
        <Quantity value={shipped} />
      </td>
      <td class="amount">
        <Quantity value={returned} />
      </td>
      <td>{warehouseId !== undefined ? <bdi>{warehouseId}</bdi> : isOpen ? 'any' : ''}</td>
      <td>{expiresAt !== undefined ? <Instant at={expiresAt} /> : isOpen ? 'never' : ''}</td>
    </>
  );
}
