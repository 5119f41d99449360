import { useState } from 'preact/hooks';
import type { OrderLine } from '../api/inventory';
import { Link } from '../app/Link';
import { quantity } from '../format/format';
import { OrderLink } from '../parts/OrderLink';
import { ReservationCells, ReservationHeads } from '../parts/ReservationCells';
import { TableSection } from '../parts/TableSection';
import { ReservationCommands } from '../try/ReservationCommands';
import { statusText } from './statusText';

/** The lines that the page shows at first, and that a button adds. */
const LINES_STEP = 200;

interface Props {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

/** The products of an order. */
export function Lines({ orderId, lines }: Props) {
  const [shown, setShown] = useState(LINES_STEP);
  return (
    <>
      <TableSection title="Products">
        <table>
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col">Status</th>
              <ReservationHeads />
              <th scope="col">Commands</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shown).map((line) => (
              <Line key={line.productId} orderId={orderId} line={line} />
            ))}
          </tbody>
        </table>
      </TableSection>
      {lines.length > shown && (
        <button type="button" onClick={() => setShown(shown + LINES_STEP)}>
          Show more of {quantity(lines.length)} products
        </button>
      )}
    </>
  );
}

function Line({ orderId, line }: { readonly orderId: string; readonly line: OrderLine }) {
  return (
    <tr>
      <th scope="row">
        <Link to={{ page: 'product', productId: line.productId }}>
          <bdi>{line.productId}</bdi>
        </Link>
        {line.held && <span class="tag warn">held</span>}
      </th>
      <td>
        {statusText(line.status)}
        {line.toOrderId !== undefined && (
          <>
            {' to '}
            <OrderLink orderId={line.toOrderId} />
          </>
        )}
      </td>
      <ReservationCells reservation={line} />
      <ReservationCommands productId={line.productId} orderId={orderId} reservation={line} />
    </tr>
  );
}
