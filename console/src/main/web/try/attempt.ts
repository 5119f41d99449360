import { COMMAND_MS, type Api } from '../api/client';
import { ProblemError } from '../api/failure';
import { WRITE } from '../session/scopes';
import type { Session } from '../session/session';
import { headersOf, initOf, type RecordedAnswer } from './check';
import type { CommandRequest } from './values';

/** A command that is to be recorded once, however often it is sent. */
export interface Attempt {
  /** The name of the command. */
  readonly command: string;
  readonly request: CommandRequest;
  /** The version that the product must have; null for any. */
  readonly ifMatch: number | null;
  readonly key: string;
  /** Whether an earlier send may have recorded it; it stays so until the service has decided a repeat. */
  readonly wasUncertain: boolean;
  /** In milliseconds by the clock of this machine. */
  readonly firstSentAt: number;
}

export interface RecordedCommand {
  readonly answer: RecordedAnswer;
  /** Whether an earlier attempt had recorded it. */
  readonly isReplay: boolean;
}

const KEY = 'stockledger.attempt';

/** The service keeps a key for a day at least. */
const REPEAT_MAX_MS = 23 * 3_600_000;

/** The service has not taken the command. */
const NOT_TAKEN = ['overloaded', 'too-many-requests', 'request-timeout'];

/** The refusals that the service decides after it has looked the key up, so that no send has recorded the command. */
const DECIDED = [
  'idempotency-key-reused',
  'product-not-found',
  'already-registered',
  'version-mismatch',
  'product-archived',
  'reservation-not-found',
  'shipment-not-found',
  'reservation-exists',
  'invalid-quantity',
  'insufficient-stock',
  'stale-count',
  'would-oversell',
];

/** A key of 128 random bits. `crypto.randomUUID` is missing in pages without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The headers of an attempt besides the token. */
export function attemptHeaders({ ifMatch, key }: Pick<Attempt, 'ifMatch' | 'key'>): Record<string, string> {
  return { 'Idempotency-Key': key, ...(ifMatch === null ? {} : { 'If-Match': `"${ifMatch}"` }) };
}

/**
 * Sends the command. The attempt is in the storage of the tab until its outcome is known, so that a
 * repeat has the same key, also after a reload of the page.
 *
 * @throws ProblemError if the service has refused it, or does not know the outcome
 * @throws TypeError or LateError if there is no answer
 */
export async function send(commands: Api, attempt: Attempt, storage: Storage): Promise<RecordedCommand> {
  // The page may be closed before the answer.
  storage.setItem(KEY, JSON.stringify({ ...attempt, wasUncertain: true }));
  try {
    const headers = { ...headersOf(attempt.request), ...attemptHeaders(attempt) };
    const options = { headers, limitMs: COMMAND_MS, scope: WRITE };
    const recorded = await commands.send(attempt.request.path, initOf(attempt.request), options, recordedOf);
    replace(attempt, null, storage);
    return recorded;
  } catch (error) {
    replace(attempt, openAfter(attempt, error), storage);
    throw error;
  }
}

async function recordedOf(response: Response): Promise<RecordedCommand> {
  const answer = (await response.json()) as RecordedAnswer;
  return { answer, isReplay: response.headers.get('Idempotency-Replayed') === 'true' };
}

/** Stores the next state of an attempt, unless the user has forgotten it, or another one has followed. */
function replace(attempt: Attempt, next: Attempt | null, storage: Storage): void {
  if (openAttempt(storage)?.key !== attempt.key) {
    return;
  }
  if (next === null) {
    storage.removeItem(KEY);
  } else {
    storage.setItem(KEY, JSON.stringify(next));
  }
}

/** The attempt whose outcome is not known; null if every outcome is known. */
export function openAttempt(storage: Storage): Attempt | null {
  const text = storage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as Attempt);
}

/** Whether the service may have forgotten the key, so that a repeat could record the command again. */
export function isTooOld({ firstSentAt }: Attempt, nowMs: number): boolean {
  return nowMs - firstSentAt > REPEAT_MAX_MS;
}

/** Forgets the attempt, whatever its outcome was. */
export function forgetAttempt(storage: Storage): void {
  storage.removeItem(KEY);
}

/** Forgets the attempt of a user who signs out: the next user of the tab must not repeat it. */
export function forgetAtSignOut(session: Session, storage: Storage): void {
  session.state.subscribe(() => {
    if (session.state.value.kind === 'signed-out') {
      forgetAttempt(storage);
    }
  });
}

/**
 * The attempt to repeat after an error of its last send; null if no send has recorded the command.
 * After a send with an unknown outcome only a decision of the service on the command ends it: a refusal of
 * the token, of the path or of the size says nothing of the send before.
 */
export function openAfter(attempt: Attempt, error: unknown): Attempt | null {
  const kind = error instanceof ProblemError ? error.kind : '';
  if (attempt.wasUncertain) {
    return DECIDED.includes(kind) ? null : attempt;
  }
  if (NOT_TAKEN.includes(kind)) {
    return attempt;
  }
  return isUncertain(error) ? { ...attempt, wasUncertain: true } : null;
}

/** Whether a command may have been recorded in spite of the error of its only send. */
function isUncertain(error: unknown): boolean {
  if (error instanceof ProblemError) {
    const { status } = error.problem;
    return status >= 500 || status === 429 || status === 408;
  }
  return true;
}
