import type { Movement } from '../api/inventory';
import { eventName, quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import { MovementCause } from '../parts/MovementCause';
import { movedQuantity } from '../parts/movementText';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';

interface Props {
  readonly movements: readonly Movement[];
  /** The number of all movements of the product. */
  readonly version: number;
}

/** The latest movements of a product, the last one first. */
export function Movements({ movements, version }: Props) {
  const shown =
    movements.length < version
      ? `The last ${quantity(movements.length)} of ${quantity(version)}.`
      : 'All of them, the last one first.';
  return (
    <TableSection title="Movements" note={shown}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col" class="amount">
              Quantity
            </th>
            <th scope="col">Cause</th>
            <th scope="col" class="amount">
              Available after
            </th>
            <th scope="col" class="amount">
              Total after
            </th>
          </tr>
        </thead>
        <tbody>
          {movements.map((movement) => (
            <tr key={movement.sequenceNumber}>
              <td>
                <Instant at={movement.occurredAt} />
              </td>
              <th scope="row">{eventName(movement.type)}</th>
              <td class="amount">{movedQuantity(movement)}</td>
              <td>
                <MovementCause movement={movement} />
              </td>
              <td class="amount">
                <Quantity value={movement.availableStock} />
              </td>
              <td class="amount">
                <Quantity value={movement.totalStock} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableSection>
  );
}
