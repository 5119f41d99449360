import { TryLinks } from './TryLinks';

interface Props {
  readonly productId: string;
  readonly orderId: string;
  readonly reservation: {
    readonly reserved: number;
    readonly shipped: number;
    readonly returned: number;
    readonly warehouseId?: string;
  };
}

/** The cell of a reservation with links to the commands that are possible on it. */
export function ReservationCommands({ productId, orderId, reservation }: Props) {
  const { reserved, shipped, returned, warehouseId } = reservation;
  const ids = { productId, orderId, ...(warehouseId === undefined ? {} : { warehouseId }) };
  return (
    <td>
      <span class="try-links">
        {reserved > 0 && (
          <TryLinks
            commands={OPEN}
            values={{ ...ids, quantity: String(reserved) }}
            subject={`${productId} for ${orderId}`}
          />
        )}
        {shipped > returned && (
          <TryLinks
            commands={SHIPPED}
            values={{ ...ids, quantity: String(shipped - returned) }}
            subject={`${productId} of ${orderId}`}
          />
        )}
      </span>
    </td>
  );
}

const OPEN = [
  ['ship-stock', 'Ship'],
  ['change-reservation', 'Change'],
  ['cancel-reservation', 'Cancel'],
] as const;
const SHIPPED = [['return-stock', 'Return']] as const;
