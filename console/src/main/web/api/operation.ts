import { ADMIN } from '../session/scopes';
import { COMMAND_MS, segment, type Api } from './client';

/** The progress of all read models, as one replica sees it. */
export interface Projections {
  /** Absent before the first one. */
  readonly heartbeat?: Heartbeat;
  readonly verification: Verification;
  readonly projections: readonly Projection[];
}

/** The newest heartbeat of the relay. */
export interface Heartbeat {
  readonly ageMs: number;
  readonly epochNumber: number;
  readonly term: number;
  readonly headPosition: number;
  readonly publishedPosition: number;
  /** Why nothing is recorded any more. */
  readonly halted?: string;
}

export interface Verification {
  readonly verifiedProducts: number;
  readonly verifiedEvents: number;
  readonly lastRoundAt?: string;
  readonly unverifiable: number;
  readonly differences: number;
  readonly firstDifferences: readonly string[];
}

export type ProjectionStatus = 'live' | 'catching-up' | 'held' | 'no-heartbeat' | 'waiting-for-topic' | 'log-halted';

export interface Projection {
  readonly name: string;
  readonly version: number;
  /** The generation that answers reads. */
  readonly generation: number;
  readonly status: ProjectionStatus;
  readonly position: number;
  readonly lagEvents: number;
  readonly lagMs: number;
  readonly heldProducts: number;
  readonly firstHeldProducts: readonly HeldProduct[];
  readonly generations: readonly Generation[];
}

export interface HeldProduct {
  readonly productId: string;
  readonly expectedSequenceNumber: number;
  readonly seenSequenceNumber: number;
  readonly reason: string;
  readonly since: string;
}

export type GenerationState = 'building' | 'comparing' | 'differs' | 'serving' | 'retained' | 'dropping';

export interface Generation {
  readonly generation: number;
  readonly version: number;
  readonly state: GenerationState;
  readonly stateSince: string;
  readonly eventsDone: number;
  readonly eventsTotal: number;
  readonly eventsPerSecond?: number;
  readonly secondsLeft?: number;
  readonly checksums?: 'equal' | 'different';
  readonly heldProducts: number;
}

/** A record of the topic that could not be read or applied. */
export interface DeadLetter {
  readonly id: number;
  readonly partition: number;
  readonly offset: number;
  readonly productId?: string;
  readonly sequenceNumber?: number;
  readonly position?: number;
  readonly cause: string;
  readonly valueBytes: number;
  readonly receivedAt: string;
}

export interface DeadLetterContent extends DeadLetter {
  readonly key?: string;
  readonly value?: string;
  readonly headers?: Record<string, string>;
}

export interface DeadLetterPage {
  readonly items: readonly DeadLetter[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** The greatest number of dead letters in one page. */
export const DEAD_LETTERS_MAX = 500;

export async function readProjections(api: Api, signal: AbortSignal): Promise<Projections> {
  return (await api.get<Projections>('/v1/projections', { signal })).body;
}

export async function beginRebuild(api: Api, name: string): Promise<{ readonly generation: number }> {
  return called(api, 'POST', `/v1/projections/${segment(name)}/rebuild`);
}

export async function cancelRebuild(api: Api, name: string): Promise<{ readonly generation: number }> {
  return called(api, 'DELETE', `/v1/projections/${segment(name)}/rebuild`);
}

export async function swapGeneration(api: Api, name: string, generation: number): Promise<void> {
  await called(api, 'POST', `/v1/projections/${segment(name)}/swap?generation=${generation}`);
}

/** The newest letters first. */
export async function listDeadLetters(api: Api, limit: number, signal: AbortSignal): Promise<DeadLetterPage> {
  return (await api.get<DeadLetterPage>(`/v1/dead-letters?limit=${limit}`, { signal })).body;
}

export async function getDeadLetter(api: Api, id: number, signal: AbortSignal): Promise<DeadLetterContent> {
  return (await api.get<DeadLetterContent>(`/v1/dead-letters/${id}`, { signal })).body;
}

/** The result of a retry: the letter is removed unless it is `kept`, with the cause. */
export interface Retry {
  readonly result: 'applied' | 'already-applied' | 'kept';
  readonly cause?: string;
}

export async function retryDeadLetter(api: Api, id: number): Promise<Retry> {
  return called(api, 'POST', `/v1/dead-letters/${id}/retry`);
}

export async function dismissDeadLetter(api: Api, id: number): Promise<void> {
  await called(api, 'DELETE', `/v1/dead-letters/${id}`);
}

/**
 * Publishes every event from a position on again.
 *
 * @param commands the API of the command service
 */
export async function republish(commands: Api, fromPosition: number): Promise<void> {
  await commands.post('/v1/relay/republish', { fromPosition }, { limitMs: COMMAND_MS, scope: ADMIN });
}

/**
 * The position of an event in the event log; null if the log does not have it.
 *
 * @param commands the API of the command service
 */
export async function positionOf(
  commands: Api,
  productId: string,
  sequenceNumber: number,
  signal: AbortSignal,
): Promise<number | null> {
  const path = `/v1/products/${segment(productId)}/events?after=${sequenceNumber - 1}&limit=1`;
  const { body } = await commands.get<{ events: Place[] }>(path, { signal });
  const event = body.events[0];
  return event?.sequenceNumber === sequenceNumber ? event.position : null;
}

interface Place {
  readonly sequenceNumber: number;
  readonly position: number;
}

function called<T>(api: Api, method: string, path: string): Promise<T> {
  return api.send(path, { method }, { limitMs: COMMAND_MS, scope: ADMIN }, (answer) => answer.json() as Promise<T>);
}
