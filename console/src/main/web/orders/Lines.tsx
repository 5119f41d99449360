import { useState } from 'preact/hooks';
import type { OrderLine } from '../api/inventory';
import { Link } from '../app/Link';
import { quantity } from '../format/format';
import { OrderLink } from '../parts/OrderLink';
import { ReservationCells, ReservationHeads } from '../parts/ReservationCells';
import { TableSection } from '../parts/TableSection';
import { statusText } from './statusText';

/** The lines that the page shows at first, and that a button adds. */
const LINES_STEP = 200;

/** The products of an order. */
export function Lines({ lines }: { readonly lines: readonly OrderLine[] }) {
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
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shown).map((line) => (
              <Line key={line.productId} line={line} />
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

function Line({ line }: { readonly line: OrderLine }) {
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
    </tr>
  );
}
