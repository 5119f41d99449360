import { problemOf } from '../api/failure';
import { within } from '../api/timeLimit';

const TIMEOUT_MS = 20_000;

/**
 * Asks the query service whether it accepts the token for reads.
 *
 * @throws ProblemError if it does not
 * @throws TypeError or LateError if there is no answer
 */
export function checkToken(token: string): Promise<void> {
  return within(TIMEOUT_MS, undefined, async (signal) => {
    const response = await fetch('/v1/projections', {
      headers: { Authorization: `Bearer ${token}` },
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    if (!response.ok) {
      throw await problemOf(response);
    }
  });
}

/** A token without what is copied with it by mistake: white space, and the name of the scheme. */
export function tokenOf(input: string): string {
  return input.replace(/\s+/g, ' ').trim().replace(/^Bearer /i, '').replaceAll(' ', '');
}

/** Whether the text has only characters that a header may have. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9._~+/-]+=*$/.test(text);
}
