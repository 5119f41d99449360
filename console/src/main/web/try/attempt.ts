import type { Api } from '../api/client';
import { ProblemError } from '../api/failure';
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
}

export interface Recorded {
  readonly answer: RecordedAnswer;
  /** Whether an earlier attempt had recorded it. */
  readonly isReplay: boolean;
}

const KEY = 'stockledger.attempt';

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
 * @throws TypeError if there is no answer
 */
export async function send(commands: Api, attempt: Attempt, storage: Storage): Promise<Recorded> {
  storage.setItem(KEY, JSON.stringify(attempt));
  try {
    const headers = { ...headersOf(attempt.request), ...attemptHeaders(attempt) };
    const response = await commands.send(attempt.request.path, initOf(attempt.request), { headers });
    const answer = (await response.json()) as RecordedAnswer;
    storage.removeItem(KEY);
    return { answer, isReplay: response.headers.get('Idempotency-Replayed') === 'true' };
  } catch (error) {
    if (!isUncertain(error)) {
      storage.removeItem(KEY);
    }
    throw error;
  }
}

/** The attempt whose outcome is not known; null if there is none. */
export function openAttempt(storage: Storage): Attempt | null {
  const text = storage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as Attempt);
}

/** Forgets the attempt, whatever its outcome was. */
export function forgetAttempt(storage: Storage): void {
  storage.removeItem(KEY);
}

/** Whether the service has not taken the command, so that it is certainly not recorded. */
export function isNotTaken(error: unknown): boolean {
  return error instanceof ProblemError && ['overloaded', 'too-many-requests', 'request-timeout'].includes(error.kind);
}

/** Whether the command may have been recorded in spite of the error, or a repeat may record it. */
export function isUncertain(error: unknown): boolean {
  if (error instanceof ProblemError) {
    const { status } = error.problem;
    return status >= 500 || status === 429 || status === 408;
  }
  return true;
}
