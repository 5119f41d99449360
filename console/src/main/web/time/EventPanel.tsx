import type { ComponentChildren } from 'preact';
import { getOrigin, type EventPair, type Origin } from '../api/curve';
import { Link } from '../app/Link';
import { useServices } from '../app/services';
import { eventName, quantity } from '../format/format';
import { comparedQuantities } from '../parts/comparison';
import { ComparisonTable } from '../parts/ComparisonTable';
import { FailureNote } from '../parts/FailureNote';
import { Instant } from '../parts/Instant';
import { MovementCause } from '../parts/MovementCause';
import { movedQuantity } from '../parts/movementText';
import { useRead, type ReadState } from './useRead';

interface Props {
  readonly productId: string;
  readonly event: number;
  /** Null if there is no such event. */
  readonly read: ReadState<PlacedEvent | null>;
}

/** An event with the one before it. */
interface PlacedEvent extends EventPair {
  /** The instant from which it stands. */
  readonly at: string;
}

/** One event: its cause, and all quantities before and after it. */
export function EventPanel({ productId, event, read }: Props) {
  const { commands } = useServices();
  const key = `${productId}/${event}`;
  // That of the event which is shown: the chosen one may not be read yet.
  const shown = read.value?.event.sequenceNumber;
  const origin = useRead(
    shown === undefined ? null : `${productId}/${shown}`,
    0,
    (signal) => getOrigin(commands, productId, shown!, signal),
    'command service',
  );
  if (read.value === undefined) {
    return read.failure !== null ? (
      <FailureNote failure={read.failure} onRetry={read.retry} />
    ) : (
      <p role="status">Reading the event</p>
    );
  }
  return (
    <section class="curve-event" aria-labelledby="event-title" aria-busy={read.key !== key}>
      {read.failure !== null && <FailureNote failure={read.failure} onRetry={read.retry} />}
      {read.value === null ? (
        <h2 id="event-title">The product has no event {quantity(event)}</h2>
      ) : (
        <EventDetails productId={productId} placed={read.value} origin={origin} />
      )}
    </section>
  );
}

interface EventDetailsProps {
  readonly productId: string;
  readonly placed: PlacedEvent;
  readonly origin: ReadState<Origin | null>;
}

function EventDetails({ productId, placed, origin }: EventDetailsProps) {
  const { event, before, at } = placed;
  const isOfEvent = origin.key === `${productId}/${event.sequenceNumber}`;
  const asOf = { page: 'time', search: `?${new URLSearchParams({ asOf: at })}` } as const;
  return (
    <>
      <h2 id="event-title">
        {eventName(event.type)} <span class="moved">{movedQuantity(event)}</span>
      </h2>
      <div class="columns">
        <dl class="facts">
          <Fact name="Time">
            <Instant at={event.occurredAt} /> <span class="code quiet">{event.occurredAt}</span>
          </Fact>
          <Fact name="Sequence number">{quantity(event.sequenceNumber)}</Fact>
          <Fact name="Log position">{quantity(event.position)}</Fact>
          <Fact name="Cause">
            <MovementCause movement={event} />
          </Fact>
          <OriginFacts origin={isOfEvent ? origin.value : undefined} correlationId={event.correlationId} />
          <Fact name="Event id">
            <span class="code">{event.eventId}</span>
          </Fact>
        </dl>
        <div>
          <div class="scroll" role="region" aria-label="Quantities before and after the event" tabIndex={0}>
            <ComparisonTable facts={comparedQuantities(before, event)} heads={['Before', 'After', 'Change']} />
          </div>
          <p>
            <Link to={asOf}>The whole list after this event</Link>
          </p>
        </div>
      </div>
      {origin.failure !== null && !isOfEvent && <FailureNote failure={origin.failure} onRetry={origin.retry} />}
    </>
  );
}

interface OriginProps {
  /** Undefined if it is not read yet. */
  readonly origin: Origin | null | undefined;
  readonly correlationId: string | undefined;
}

/** What only the event log has is shown when the command service has answered. */
function OriginFacts({ origin, correlationId }: OriginProps) {
  const correlation = origin?.correlationId ?? correlationId;
  return (
    <>
      <Fact name="Actor">
        {origin === undefined ? <span class="quiet">…</span> : <Text text={origin?.actor} otherwise="unknown" />}
      </Fact>
      {origin?.reference !== undefined && (
        <Fact name="Document">
          <bdi>{origin.reference}</bdi>
        </Fact>
      )}
      <Fact name="Correlation id">
        <Text text={correlation} otherwise="none" />
      </Fact>
      <Fact name="Command id">
        {origin === undefined ? <span class="quiet">…</span> : <Text text={origin?.commandId} otherwise="unknown" />}
      </Fact>
      {origin?.traceparent !== undefined && (
        <Fact name="Trace">
          <span class="code">{origin.traceparent}</span>
        </Fact>
      )}
    </>
  );
}

function Text({ text, otherwise }: { readonly text: string | undefined; readonly otherwise: string }) {
  return text === undefined ? <span class="quiet">{otherwise}</span> : <bdi>{text}</bdi>;
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
