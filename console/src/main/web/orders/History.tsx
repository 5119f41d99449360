import type { LogMovement } from '../api/movements';
import { Link } from '../app/Link';
import { eventName, quantity } from '../format/format';
import { HeldNote } from '../parts/HeldNote';
import { Instant } from '../parts/Instant';
import { MovementCause } from '../parts/MovementCause';
import { movedQuantity } from '../parts/movementText';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';

interface Props {
  readonly orderId: string;
  /** The oldest ones first. */
  readonly movements: readonly LogMovement[];
  readonly hasMore: boolean;
  readonly isHeld: boolean;
}

/** The movements of an order in the order of the log. */
export function History({ orderId, movements, hasMore, isHeld }: Props) {
  const note = hasMore
    ? `The first ${quantity(movements.length)} events.`
    : isHeld
      ? 'The events before those of the held product, the oldest first.'
      : 'All events, the oldest first.';
  const search = `?${new URLSearchParams({ orderId })}`;
  return (
    <>
      {isHeld && <HeldNote />}
      <TableSection title="History" note={note}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Event</th>
              <th scope="col">Product</th>
              <th scope="col" class="amount">
                Quantity
              </th>
              <th scope="col">Cause</th>
              <th scope="col" class="amount">
                Available after
              </th>
            </tr>
          </thead>
          <tbody>
            {movements.map((movement) => (
              <tr key={movement.position}>
                <td>
                  <Instant at={movement.occurredAt} />
                </td>
                <th scope="row">{eventName(movement.type)}</th>
                <td>
                  <Link to={{ page: 'product', productId: movement.productId }}>
                    <bdi>{movement.productId}</bdi>
                  </Link>
                </td>
                <td class="amount">{movedQuantity(movement)}</td>
                <td>
                  <MovementCause movement={movement} orderId={orderId} />
                </td>
                <td class="amount">
                  <Quantity value={movement.availableStock} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableSection>
      <p>
        <Link to={{ page: 'movements', search }}>The events of the order in Movements</Link>, where they can be filtered
        and exported.
      </p>
    </>
  );
}
