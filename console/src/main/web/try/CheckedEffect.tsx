import { Link } from '../app/Link';
import { eventName, quantity } from '../format/format';
import { ComparisonTable } from '../parts/ComparisonTable';
import { TableSection } from '../parts/TableSection';
import { PRODUCTS_MAX, type Check, type Effect, type RecordedAnswer } from './check';
import { rowsOf } from './comparison';

/** What a command would do: its events, the version, and the quantities before and after it. */
export function CheckedEffect({ check }: { readonly check: Check }) {
  const { answer, effects, reason, version } = check;
  const isOrder = answer.lines !== undefined;
  const changes = answer.lines?.filter((line) => line.version !== undefined).length ?? answer.events?.length ?? 0;
  const products = new Set(answer.lines?.filter((line) => line.version !== undefined).map(({ productId }) => productId))
    .size;
  return (
    <>
      {changes === 0 && (
        <p class="note good">Nothing would change, and no event would be recorded. The command succeeds.</p>
      )}
      {changes > 0 && <p class="note good">The command would succeed.</p>}
      {version !== null && changes > 0 && (
        <p>
          Version {quantity(version)} becomes <strong>{quantity(answer.version ?? version)}</strong>, with{' '}
          <EventList answer={answer} />.
        </p>
      )}
      {isOrder && answer.lines!.length > 0 && <OrderAnswerLines answer={answer} />}
      {reason !== null && <p class="note warn">{reason}</p>}
      {effects.map((effect) => (
        <EffectTable key={effect.after.item.productId} effect={effect} orderId={answer.orderId ?? null} />
      ))}
      {products > PRODUCTS_MAX && effects.length > 0 && (
        <p class="quiet">
          The quantities of the first {PRODUCTS_MAX} of {quantity(products)} products are shown.
        </p>
      )}
    </>
  );
}

/** The events of an answer in words, such as "Stock reserved (event 4)". */
export function EventList({ answer }: { readonly answer: RecordedAnswer }) {
  return (
    <>
      {(answer.events ?? []).map(({ type, sequenceNumber }, index) => (
        <span key={sequenceNumber}>
          {index > 0 && ' and '}
          <strong>{eventName(type)}</strong> (event {quantity(sequenceNumber)})
        </span>
      ))}
    </>
  );
}

/** The lines of the answer to a command on an order. */
export function OrderAnswerLines({ answer }: { readonly answer: RecordedAnswer }) {
  const lines = answer.lines ?? [];
  const hasRequested = lines.some(({ requested }) => requested !== undefined);
  return (
    <TableSection title="Lines of the answer">
      <table>
        <thead>
          <tr>
            <th scope="col">Product</th>
            {hasRequested && (
              <th scope="col" class="amount">
                Requested
              </th>
            )}
            <th scope="col" class="amount">
              Quantity
            </th>
            <th scope="col" class="amount">
              Version after it
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">
                <Link to={{ page: 'product', productId: line.productId }}>
                  <bdi>{line.productId}</bdi>
                </Link>
              </th>
              {hasRequested && <td class="amount">{line.requested === undefined ? '' : quantity(line.requested)}</td>}
              <td class="amount">{quantity(line.quantity)}</td>
              <td class="amount">{line.version === undefined ? 'unchanged' : quantity(line.version)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableSection>
  );
}

function EffectTable({ effect, orderId }: { readonly effect: Effect; readonly orderId: string | null }) {
  const { before, after } = effect;
  const isOrder = orderId !== null;
  const rows = rowsOf(before, after).filter((row) => !isOrder || row.before !== row.after);
  return (
    <TableSection title={isOrder ? `Quantities of ${after.item.productId}` : 'Quantities before and after'}>
      {rows.length === 0 ? (
        <p>The quantities stay as they are.</p>
      ) : (
        <ComparisonTable facts={rows} heads={['Before', 'After', 'Change']} />
      )}
    </TableSection>
  );
}
