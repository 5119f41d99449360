import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../main/web/api/client';
import { Session } from '../../main/web/session/session';
import { storage } from './storage';

/** Answers each call as its token has it, and returns the tokens of the calls. */
function answering(answer: (token: string) => Response | Promise<Response>): string[] {
  const tokens: string[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const token = (init.headers as Record<string, string>)['Authorization']!.replace('Bearer ', '');
    tokens.push(token);
    return answer(token);
  });
  return tokens;
}

function unauthorized(): Response {
  const problem = { type: 'urn:stockledger:problem:unauthorized', title: 'The token is not accepted', status: 401 };
  return new Response(JSON.stringify(problem), {
    status: 401,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

function signedIn(token: string): Session {
  const session = new Session(true, storage());
  session.signIn(token);
  return session;
}

afterEach(() => vi.unstubAllGlobals());

describe('A call', () => {
  it('is sent again with the next token when its own is refused', async () => {
    const session = signedIn('t1');
    const tokens = answering((token) => (token === 't1' ? unauthorized() : new Response('{}')));
    const answer = new Api('', session).get('/v1/x');
    await vi.waitFor(() => expect(session.state.value.kind).toBe('expired'));
    session.signIn('t2');
    await answer;
    expect(tokens).toEqual(['t1', 't2']);
  });

  it('of a user who has signed out is not sent with the token of the next user', async () => {
    const session = signedIn('alice');
    let refuse: (response: Response) => void = () => {};
    const tokens = answering((token) =>
      token === 'alice' ? new Promise((resolve) => (refuse = resolve)) : new Response('{}'),
    );
    const answer = new Api('', session).get('/v1/x');
    session.signOut();
    session.signIn('bob');
    refuse(unauthorized());
    await expect(answer).rejects.toThrow('No token');
    expect(tokens).toEqual(['alice']);
  });

  it('renews the token once, and the user is asked if the service refuses the next one too', async () => {
    const session = signedIn('t0');
    let renewals = 0;
    session.renewal = {
      renew: async () => {
        session.signIn(`t${++renewals}`);
        return true;
      },
      end: () => {},
    };
    const tokens = answering(() => {
      if (tokens.length > 9) {
        throw new TypeError('the calls have no end');
      }
      return unauthorized();
    });
    const left = new AbortController();
    const answer = new Api('', session).get('/v1/x', { signal: left.signal });
    await vi.waitFor(() => expect(session.state.value.kind).toBe('expired'));
    left.abort();
    await expect(answer).rejects.toThrow('No token');
    expect(tokens).toEqual(['t0', 't1']);
  });
});
