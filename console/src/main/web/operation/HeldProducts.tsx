import type { HeldProduct, Projection } from '../api/operation';
import { Link } from '../app/Link';
import { quantity, time } from '../format/format';
import { Instant } from '../parts/Instant';
import { TableSection } from '../parts/TableSection';
import type { Admin } from './admin';
import { heldRows, unreadText } from './progress';

interface Props {
  readonly projections: readonly Projection[];
  /** Since when nothing was read; null if the projections are current. */
  readonly unread: Date | null;
  readonly onRepublish: (product: HeldProduct) => void;
  readonly admin: Admin;
}

/** The products whose rows are not updated, with the reasons. */
export function HeldProducts({ projections, unread, onRepublish, admin }: Props) {
  const rows = heldRows(projections);
  if (rows.length === 0) {
    return (
      <section>
        <h2>Held products</h2>
        <p class="none">{unread === null ? 'No product is held.' : `No product was held at ${time(unread)}.`}</p>
      </section>
    );
  }
  const most = Math.max(...projections.map(({ heldProducts }) => heldProducts));
  const note =
    'Their rows stay at the last good version; all other products go on. A missing event is requested from the relay ' +
    `every 5 s. ${most > 10 ? `The first 10 of each read model are shown, of up to ${quantity(most)}.` : ''}`;
  return (
    <TableSection title="Held products" note={unread === null ? note : `${unreadText(unread)} ${note}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">Reason</th>
            <th scope="col">Read models</th>
            <th scope="col">Since</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ product, readModels }) => (
            <tr key={`${product.productId} ${product.expectedSequenceNumber} ${product.reason}`}>
              <th scope="row">
                <Link to={{ page: 'product', productId: product.productId }}>
                  <bdi>{product.productId}</bdi>
                </Link>
              </th>
              <td class="cause">{product.reason}</td>
              <td>{readModels.join(', ')}</td>
              <td>
                <Instant at={product.since} />
              </td>
              <td>
                <button type="button" onClick={() => onRepublish(product)} {...admin}>
                  Publish again…<span class="hidden"> for {product.productId}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableSection>
  );
}
