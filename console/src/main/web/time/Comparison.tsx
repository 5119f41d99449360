import { getItemAsOf } from '../api/curve';
import { Link } from '../app/Link';
import { useServices } from '../app/services';
import { duration, quantity } from '../format/format';
import { comparedQuantities } from '../parts/comparison';
import { ComparisonTable } from '../parts/ComparisonTable';
import { FailureNote } from '../parts/FailureNote';
import { Instant } from '../parts/Instant';
import { justAfter } from './curveState';
import { useRead } from './useRead';

interface Props {
  readonly productId: string;
  readonly a: string;
  readonly b: string;
  readonly onZoom: () => void;
  readonly onRemove: () => void;
}

/** The quantities of a product at two instants, and how many events are between them. */
export function Comparison({ productId, a, b, onZoom, onRemove }: Props) {
  const { queries } = useServices();
  const key = `${productId} ${a} ${b}`;
  const read = useRead(key, 0, (signal) =>
    Promise.all([getItemAsOf(queries, productId, a, signal), getItemAsOf(queries, productId, b, signal)]),
  );
  const between = { productId, from: justAfter(a), to: b, order: 'oldest' };
  const movements = { page: 'movements', search: `?${new URLSearchParams(between)}` } as const;
  return (
    <section class="curve-comparison" aria-labelledby="comparison-title" aria-busy={read.key !== key}>
      <h2 id="comparison-title">A compared with B</h2>
      <p>
        <Instant at={a} /> and <Instant at={b} />, {duration(Date.parse(b) - Date.parse(a))} later.{' '}
        <span role="status">
          {read.value !== undefined && eventsText((read.value[1]?.version ?? 0) - (read.value[0]?.version ?? 0))}
        </span>
      </p>
      {read.failure !== null && <FailureNote failure={read.failure} onRetry={read.retry} />}
      {read.value?.[0] === null && <p class="note warn">The product was not registered yet at A.</p>}
      {read.value !== undefined && (
        <div class="scroll" role="region" aria-labelledby="comparison-title" tabIndex={0}>
          <ComparisonTable facts={comparedQuantities(...read.value)} heads={['A', 'B', 'Difference']} />
        </div>
      )}
      <p class="actions">
        <Link to={movements}>The movements between A and B</Link>
        <Link to={asOf(a)}>The whole list at A</Link>
        <Link to={asOf(b)}>The whole list at B</Link>
      </p>
      <p class="actions">
        <button type="button" onClick={onZoom}>
          Zoom to A and B
        </button>
        <button type="button" onClick={onRemove}>
          Remove the marks
        </button>
      </p>
    </section>
  );
}

function eventsText(count: number): string {
  return count === 1 ? '1 event between them.' : `${quantity(count)} events between them.`;
}

function asOf(instant: string) {
  return { page: 'time', search: `?${new URLSearchParams({ asOf: instant })}` } as const;
}
