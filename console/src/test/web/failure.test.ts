import { describe, expect, it } from 'vitest';
import { failureOf, problemOf } from '../../main/web/api/failure';

function problem(name: string, status: number, fields: object, headers = {}): Response {
  const body = { type: `urn:stockledger:problem:${name}`, title: 'Title', status, detail: 'Detail', ...fields };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

describe('a failure', () => {
  it('has the detail of the problem, and what to do', async () => {
    const refused = await problemOf(problem('forbidden', 403, { scope: 'inventory:read' }));
    expect(failureOf(refused)).toEqual({
      title: 'Title',
      detail: 'Detail',
      advice: 'Sign in with a token that has the scope inventory:read.',
      faults: [],
    });
    const busy = await problemOf(problem('overloaded', 503, {}, { 'Retry-After': '5' }));
    expect(failureOf(busy).advice).toBe('Try again in 5 s.');
  });

  it('has each fault of the input, which the detail of a problem names only the first of', async () => {
    const errors = [
      { field: 'from', message: 'is not an instant' },
      { field: 'limit', message: 'is above 500' },
    ];
    const refused = async (detail: string, count: number) => {
      const error = await problemOf(problem('malformed-request', 400, { detail, errors: errors.slice(0, count) }));
      return { faults: failureOf(error).faults, message: error.message };
    };
    expect(await refused('from: is not an instant (and 1 more)', 2)).toEqual({
      faults: errors,
      message: 'from: is not an instant (and 1 more), from is not an instant, limit is above 500',
    });
    expect(await refused('from: is not an instant', 1)).toEqual({ faults: [], message: 'from: is not an instant' });
    expect((await refused('The request is malformed', 1)).faults).toEqual(errors.slice(0, 1));
  });

  it('says that a gateway may leave out a route', async () => {
    const closed = await problemOf(problem('not-found', 404, {}));
    expect(failureOf(closed).advice).toContain('A gateway does not publish the routes of the operator.');
  });

  it('says so if something in between has answered', async () => {
    const answer = new Response('<html>', { status: 502, statusText: 'Bad Gateway' });
    expect(failureOf(await problemOf(answer)).title).toBe('The answer was 502 Bad Gateway');
  });

  it('says so if there was no answer', () => {
    expect(failureOf(new TypeError('fetch failed')).title).toBe('The query service did not answer');
    expect(failureOf(new TypeError('fetch failed'), 'command service').title).toBe('The command service did not answer');
  });
});
