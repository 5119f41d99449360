import type { Generation, HeldProduct, Projection, Projections, ProjectionStatus } from '../api/operation';
import { duration, quantity, sentence, time } from '../format/format';
import type { PollState } from './poller';
import { withReading, type Reading } from './readings';

/** The last answer about the read models, and the figures of the last minute. */
export interface Progress {
  readonly answer: Projections;
  readonly at: Date;
  /** The lag in milliseconds, by read model. */
  readonly lags: Readonly<Record<string, readonly Reading[]>>;
  /** Events that the relay has not published. */
  readonly unpublished: readonly Reading[];
  /** The position of the last event in the log. */
  readonly head: readonly Reading[];
}

export function withAnswer(before: Progress | null, answer: Projections, at: Date): Progress {
  const time = at.getTime();
  const lags = answer.projections.map(({ name, lagMs }) => [
    name,
    withReading(before?.lags[name] ?? [], { at: time, value: lagMs }),
  ]);
  const { heartbeat } = answer;
  const taken = (readings: readonly Reading[], value: number | undefined) =>
    value === undefined ? readings : withReading(readings, { at: time, value });
  return {
    answer,
    at,
    lags: Object.fromEntries(lags) as Progress['lags'],
    unpublished: taken(before?.unpublished ?? [], heartbeat && heartbeat.headPosition - heartbeat.publishedPosition),
    head: taken(before?.head ?? [], heartbeat?.headPosition),
  };
}

/** What an operator does about a status; empty if nothing. */
export const STATUS_ADVICE: Record<ProjectionStatus, string> = {
  live: '',
  'catching-up': 'The lag is above 2 s. Wait; if it lasts, look for missing events and the log of the replica.',
  held: 'Products are held; they are listed below with their reasons.',
  'no-heartbeat':
    'The relay has sent no heartbeat for 2 s. Start a command service that reaches the events database and Kafka.',
  'waiting-for-topic': 'Kafka has no such topic. Start a command service, which creates it.',
  'log-halted':
    'Nothing is recorded, because the events database contradicts what was published. If it was restored on purpose, ' +
    'run ./stockledger restored.',
};

/** A product that at least one read model holds. */
export interface HeldRow {
  readonly product: HeldProduct;
  readonly readModels: readonly string[];
}

/** The held products, each once for all read models that wait for the same event for the same reason. */
export function heldRows(projections: readonly Projection[]): readonly HeldRow[] {
  const rows = new Map<string, { product: HeldProduct; readModels: string[] }>();
  for (const { name, firstHeldProducts } of projections) {
    for (const product of firstHeldProducts) {
      const key = JSON.stringify([product.productId, product.expectedSequenceNumber, product.reason]);
      const row = rows.get(key);
      if (row === undefined) {
        rows.set(key, { product, readModels: [name] });
      } else {
        row.readModels.push(name);
      }
    }
  }
  return [...rows.values()];
}

/** The actions that the API allows on a generation now. */
export type GenerationAction = 'rebuild' | 'cancel' | 'swap-in' | 'swap-back';

export function actionsOn(projection: Projection, generation: Generation): readonly GenerationAction[] {
  if (generation.version !== projection.version) {
    return [];
  }
  const answersReads = generation.generation === projection.generation;
  switch (generation.state) {
    case 'serving':
      return answersReads && !hasRebuild(projection) ? ['rebuild'] : [];
    case 'building':
    case 'comparing':
      return answersReads ? [] : ['cancel'];
    case 'differs':
      return ['swap-in', 'cancel'];
    case 'retained':
      return ['swap-back'];
    case 'dropping':
      return [];
  }
}

/** Whether a rebuild has begun and is neither swapped in nor cancelled. */
function hasRebuild({ version, generations }: Projection): boolean {
  return generations.some(
    (each) => each.version === version && ['building', 'comparing', 'differs', 'dropping'].includes(each.state),
  );
}

/** The progress of a generation in words. */
export function progressText({ eventsDone, eventsTotal, eventsPerSecond, secondsLeft }: Generation): string {
  const parts = [`${quantity(eventsDone)} of ${quantity(eventsTotal)} records`];
  if (eventsPerSecond !== undefined) {
    parts.push(`${quantity(eventsPerSecond)} per second`);
  }
  if (secondsLeft !== undefined) {
    parts.push(`${duration(secondsLeft * 1_000)} left`);
  }
  return parts.join(', ');
}

/** The heading of the page, which is announced when it changes: a state only while it is current. */
export function heading(progress: Progress | null, { error, readAt, isCurrent }: PollState): string {
  if (progress === null || readAt === null) {
    return error === null ? 'Reading the progress of the read models' : 'The state of the read models is not known.';
  }
  return isCurrent
    ? summary(progress.answer)
    : `The state of the read models is not known: nothing has been read since ${time(readAt)}.`;
}

/** What a part of the page says of values that are no longer current. */
export function unreadText(since: Date): string {
  return `This was the state at ${time(since)}.`;
}

/** The heartbeat of an answer: its age when it was read, and when that was if that is not now. */
export function heartbeatText(ageMs: number, unread: Date | null): string {
  return unread === null ? `${duration(ageMs)} ago` : `${duration(ageMs)} before ${time(unread)}`;
}

/** The state of all read models in one sentence. */
export function summary({ projections, heartbeat, verification }: Projections): string {
  if (heartbeat?.halted !== undefined) {
    return sentence(`The event log is halted: ${heartbeat.halted}`);
  }
  if (verification.differences > 0) {
    return 'The verification has found differences.';
  }
  const others = projections.filter(({ status }) => status !== 'live');
  return others.length === 0
    ? 'All read models are live.'
    : `${others.map(({ name, status }) => `${name}: ${status}`).join(', ')}.`;
}
