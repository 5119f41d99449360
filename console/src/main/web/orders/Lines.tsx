import { useState } from 'preact/hooks';
import type { OrderLine } from '../api/inventory';
import { Link } from '../app/Link';
import { quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import { OrderLink } from '../parts/OrderLink';
import { Quantity } from '../parts/Quantity';
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
  const isOpen = line.reserved > 0;
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
      <td class="amount">
        <Quantity value={line.reserved} />
      </td>
      <td class="amount">
        <Quantity value={line.shipped} />
      </td>
      <td class="amount">
        <Quantity value={line.returned} />
      </td>
      <td>{line.warehouseId !== undefined ? <bdi>{line.warehouseId}</bdi> : isOpen ? 'any' : ''}</td>
      <td>{line.expiresAt !== undefined ? <Instant at={line.expiresAt} /> : isOpen ? 'never' : ''}</td>
    </tr>
  );
}
