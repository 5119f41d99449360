import { useEffect, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { positionOf, republish, type HeldProduct } from '../api/operation';
import { useServices } from '../app/services';
import { quantity, sentence } from '../format/format';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { FailureNote } from '../parts/FailureNote';
import { wholeNumber } from '../stock/filter';

interface Props {
  /** The product whose missing event is to be published again; null for any position. */
  readonly product: HeldProduct | null;
  /** Every event up to this position is published; null if that is unknown. */
  readonly published: number | null;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

/** Asks for the position from which events are published again, and says what that does. */
export function RepublishDialog({ product, published, onDone, onClose }: Props) {
  const { commands } = useServices();
  const [input, setInput] = useState(product === null ? '1' : '');
  const position = wholeNumber(input);
  const isPossible = position !== null && position >= 1 && (published === null || position <= published + 1);
  return (
    <ConfirmDialog
      title="Publish events again"
      label="Publish again"
      isPossible={isPossible}
      service="command service"
      run={async () => {
        await republish(commands, position!);
        onDone(`The events from position ${quantity(position!)} on are going to be published again.`);
      }}
      onClose={onClose}
    >
      {product !== null && <MissingEvent product={product} onFound={(found) => setInput(String(found))} />}
      <label class="field">
        <span>From position</span>
        <input
          inputMode="numeric"
          required
          value={input}
          aria-describedby="republish-effect"
          onInput={(event) => setInput(event.currentTarget.value)}
        />
      </label>
      <p id="republish-effect">
        {isPossible
          ? effect(position, published)
          : `Enter a position from 1${upTo(published)}; 1 is the whole log.`}
      </p>
      <p>
        This is always safe: replicas drop events that they have applied. Their lag does not grow because of it; that of
        the relay does, until it has caught up.
      </p>
    </ConfirmDialog>
  );
}

function upTo(published: number | null): string {
  return published === null ? '' : ` to ${quantity(published + 1)}`;
}

function effect(position: number, published: number | null): string {
  if (published === null) {
    return 'The instance that publishes sends every event from this position on to the topic again.';
  }
  const events = published + 1 - position;
  const counted = `${quantity(events)} ${events === 1 ? 'event' : 'events'}`;
  return `The instance that publishes sends ${counted} to the topic again.`;
}

interface MissingEventProps {
  readonly product: HeldProduct;
  readonly onFound: (position: number) => void;
}

/** Looks for the next event of a held product in the event log. */
function MissingEvent({ product, onFound }: MissingEventProps) {
  const { commands } = useServices();
  const { productId, expectedSequenceNumber, reason } = product;
  const [found, setFound] = useState<number | 'none' | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    positionOf(commands, productId, expectedSequenceNumber, abort.signal).then(
      (position) => {
        setFound(position ?? 'none');
        if (position !== null) {
          onFound(position);
        }
      },
      (error: unknown) => {
        if (!isAbort(error)) {
          setFailure(failureOf(error, 'command service'));
        }
      },
    );
    return () => abort.abort();
  }, [commands, productId, expectedSequenceNumber]);
  return (
    <>
      <p>
        <bdi class="code">{productId}</bdi> waits for its event {quantity(expectedSequenceNumber)}:{' '}
        {sentence(reason)} Publishing again releases it only if that event is missing in the topic.
      </p>
      {failure !== null && <FailureNote failure={failure} />}
      {found === null && failure === null && <p role="status">Looking for the event in the event log</p>}
      {found === 'none' && (
        <p class="note warn">
          The event log has no event {quantity(expectedSequenceNumber)} of this product, so publishing again cannot
          bring it.
        </p>
      )}
      {typeof found === 'number' && (
        <p>
          The event is at position {quantity(found)} of the event log, and is published again with all events after it.
        </p>
      )}
    </>
  );
}
