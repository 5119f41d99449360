import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { Link } from '../app/Link';
import { useServices } from '../app/services';
import { duration, quantity } from '../format/format';
import { FailureNote } from '../parts/FailureNote';
import type { Attempt, RecordedCommand } from './attempt';
import { PRODUCTS_MAX, visible, type RecordedAnswer } from './check';
import { EventList, OrderAnswerLines } from './CheckedEffect';

const VISIBLE_WAIT_MS = 10_000;

interface Props {
  readonly recorded: RecordedCommand;
  readonly attempt: Attempt;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onAgain: () => void;
}

/** A recorded command, and whether the read models show it. */
export function RecordedNote({ recorded, attempt, heading, onAgain }: Props) {
  const { answer, isReplay } = recorded;
  const isUnchanged = answer.position === undefined || (answer.events?.length ?? answer.lines?.length ?? 0) === 0;
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {isUnchanged ? 'Nothing has changed' : 'Recorded'}
      </h2>
      <div class="note good">
        <p>
          <code>{attempt.command}</code>
          {answer.version !== undefined && ` has led to version ${quantity(answer.version)}`}
          {answer.position !== undefined && ` at position ${quantity(answer.position)} of the event log`}
          {(answer.events?.length ?? 0) > 0 && (
            <>
              , with <EventList answer={answer} />
            </>
          )}
          .
        </p>
        {isReplay && <p>The attempt before had recorded it. Nothing was recorded twice.</p>}
      </div>
      {answer.lines !== undefined && answer.lines.length > 0 && <OrderAnswerLines answer={answer} />}
      <Visibility answer={answer} />
      <p class="actions">
        {answer.productId !== undefined && (
          <Link to={{ page: 'product', productId: answer.productId }}>Open the product</Link>
        )}
        {answer.orderId !== undefined && <Link to={{ page: 'order', orderId: answer.orderId }}>Open the order</Link>}
        <button type="button" onClick={onAgain}>
          Another command
        </button>
      </p>
    </>
  );
}

/** Waits until the query service shows the versions of the answer. */
function Visibility({ answer }: { readonly answer: RecordedAnswer }) {
  const { queries } = useServices();
  const [shownAfterMs, setShown] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    const begin = performance.now();
    setFailure(null);
    Promise.all(
      versionsOf(answer).map(([productId, version]) =>
        visible(queries, productId, version, VISIBLE_WAIT_MS, abort.signal),
      ),
    ).then(
      () => setShown(performance.now() - begin),
      (error: unknown) => {
        if (!isAbort(error)) {
          setFailure(failureOf(error));
        }
      },
    );
    return () => abort.abort();
  }, [queries, answer, attempts]);
  if (failure !== null) {
    return <FailureNote failure={failure} onRetry={() => setAttempts((before) => before + 1)} />;
  }
  return (
    <p role="status" class={shownAfterMs === null ? 'stream' : 'stream live'}>
      {shownAfterMs === null
        ? 'Waiting until the read models show it'
        : `The read models show it, ${duration(shownAfterMs)} after the answer`}
    </p>
  );
}

/** The version of each product of an answer; of a long order those of the last products. */
function versionsOf(answer: RecordedAnswer): (readonly [string, number])[] {
  if (answer.productId !== undefined && answer.version !== undefined) {
    return [[answer.productId, answer.version]];
  }
  const versions = new Map<string, number>();
  for (const { productId, version } of answer.lines ?? []) {
    if (version !== undefined) {
      versions.set(productId, Math.max(version, versions.get(productId) ?? 0));
    }
  }
  return [...versions].slice(-PRODUCTS_MAX);
}
