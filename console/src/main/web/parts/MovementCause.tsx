import type { Movement } from '../api/inventory';
import { Instant } from './Instant';
import { movementFacts } from './movementText';
import { OrderLink } from './OrderLink';

interface Props {
  readonly movement: Movement;
  /** The order whose page this is; it is not named in the events that it alone concerns. */
  readonly orderId?: string;
}

/** What an event states about its cause. */
export function MovementCause({ movement, orderId }: Props) {
  const isOwn = movement.orderId === orderId && movement.toOrderId === undefined;
  return (
    <>
      {movement.orderId !== undefined && !isOwn && (
        <span class="fact">
          order <OrderLink orderId={movement.orderId} />
        </span>
      )}
      {movement.toOrderId !== undefined && (
        <span class="fact">
          to order <OrderLink orderId={movement.toOrderId} />
        </span>
      )}
      {movementFacts(movement).map(({ name, value }) => (
        <span class="fact" key={name}>
          {name} <bdi>{value}</bdi>
        </span>
      ))}
      {movement.expiresAt !== undefined && (
        <span class="fact">
          ends <Instant at={movement.expiresAt} />
        </span>
      )}
    </>
  );
}
