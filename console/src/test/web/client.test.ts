import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api, COMMAND_MS } from '../../main/web/api/client';
import { failureOf } from '../../main/web/api/failure';
import { LateError } from '../../main/web/api/timeLimit';
import { Session } from '../../main/web/session/session';
import { visible } from '../../main/web/try/check';
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

/** Takes each call, and never answers it, or never ends its answer after these characters. */
function hanging(begin?: string): { readonly calls: string[] } {
  const calls: string[] = [];
  vi.stubGlobal('fetch', (path: string, { signal }: RequestInit) => {
    calls.push(path);
    return new Promise((resolve, reject) => {
      if (begin === undefined) {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        return;
      }
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(begin));
          signal?.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')));
        },
      });
      resolve(new Response(body));
    });
  });
  return { calls };
}

/** Whether a call is still open after a time. */
async function isOpenAfter(ms: number, call: Promise<unknown>): Promise<boolean> {
  let isOpen = true;
  call.then(
    () => (isOpen = false),
    () => (isOpen = false),
  );
  await vi.advanceTimersByTimeAsync(ms);
  return isOpen;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

describe('The time of a call', () => {
  it.each([undefined, '{"items":['])('is limited for a service that hangs, after the beginning %o too', async (begin) => {
    vi.useFakeTimers();
    hanging(begin);
    const answer = new Api('', new Session(false, storage())).get('/v1/x');
    expect(await isOpenAfter(14_900, answer)).toBe(true);
    expect(await isOpenAfter(200, answer)).toBe(false);
    const error = await answer.catch((late: unknown) => late);
    expect(error).toBeInstanceOf(LateError);
    expect(failureOf(error).title).toBe('The query service did not answer within 15 s');
  });

  it('is longer for a command and for a read that waits', async () => {
    vi.useFakeTimers();
    hanging();
    const api = new Api('', new Session(false, storage()));
    const command = api.send('/v1/x', { method: 'POST' }, { limitMs: COMMAND_MS }, (response) => response.json());
    expect(await isOpenAfter(29_900, command)).toBe(true);
    expect(await isOpenAfter(200, command)).toBe(false);
    const { signal } = new AbortController();
    const wait = visible(api, 'p', 7, 10_000, signal);
    expect(await isOpenAfter(24_900, wait)).toBe(true);
    expect(await isOpenAfter(200, wait)).toBe(false);
  });

  it('is not limited for a stream or a file, which may have any length', async () => {
    vi.useFakeTimers();
    hanging('productId');
    const response = await new Api('', new Session(false, storage())).open('/v1/movements', {});
    expect(await isOpenAfter(3_600_000, response.text())).toBe(true);
  });

  it('does not include the wait for another token', async () => {
    vi.useFakeTimers();
    const session = signedIn('t1');
    answering((token) => (token === 't1' ? unauthorized() : new Response('{}')));
    const answer = new Api('', session).get('/v1/x');
    expect(await isOpenAfter(3_600_000, answer)).toBe(true);
    session.signIn('t2');
    expect((await answer).body).toEqual({});
  });

  it('ends with an abort if the caller leaves', async () => {
    hanging();
    const left = new AbortController();
    const answer = new Api('', new Session(false, storage())).get('/v1/x', { signal: left.signal });
    left.abort();
    await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
