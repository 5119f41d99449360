import { afterEach, describe, expect, it, vi } from 'vitest';
import openapi from '../../../../command-service/src/main/resources/openapi.yaml?raw';
import { Api } from '../../main/web/api/client';
import { ProblemError } from '../../main/web/api/failure';
import { LateError } from '../../main/web/api/timeLimit';
import { Session } from '../../main/web/session/session';
import { fieldFaults, memberLabel, membersOf } from '../../main/web/try/faults';
import {
  attemptHeaders,
  forgetAtSignOut,
  forgetAttempt,
  isTooOld,
  newKey,
  openAfter,
  openAttempt,
  send,
  type Attempt,
} from '../../main/web/try/attempt';
import { storage } from './storage';

const ATTEMPT: Attempt = {
  command: 'receive-stock',
  request: { method: 'POST', path: '/v1/products/p/receipts', body: '{}' },
  ifMatch: 7,
  key: 'k',
  wasUncertain: false,
  firstSentAt: Date.parse('2026-03-01T00:00:00Z'),
};
const UNCERTAIN: Attempt = { ...ATTEMPT, wasUncertain: true };

/** An API whose calls get this answer. */
function answering(answer: () => Promise<Response>): Api {
  const api = new Api('', new Session(false, storage()));
  api.send = async (_path, _init, _options, read) => read(await answer());
  return api;
}

/** Sends the attempt to a service that fails with this error. */
async function failing(error: unknown, attempt: Attempt, tab: Storage): Promise<void> {
  const api = answering(() => Promise.reject(error));
  await expect(send(api, attempt, tab)).rejects.toBe(error);
}

function refusal(status: number, kind: string): ProblemError {
  return problem(status, { type: `urn:stockledger:problem:${kind}` });
}

function problem(status: number, members: object = {}): ProblemError {
  return new ProblemError({ type: 'urn:stockledger:problem:x', title: 't', status, ...members }, null);
}

afterEach(() => vi.unstubAllGlobals());

describe('An attempt', () => {
  it('stays in the tab while its outcome is unknown, so that a repeat has its key', async () => {
    const tab = storage();
    for (const error of [new TypeError('no answer'), problem(503), problem(500), problem(429)]) {
      await failing(error, ATTEMPT, tab);
      expect(openAttempt(tab)).toEqual(UNCERTAIN);
    }
  });

  it('stays after an unknown outcome until the service decides a repeat', async () => {
    const tab = storage();
    const others = [
      refusal(401, 'unauthorized'),
      refusal(403, 'forbidden'),
      refusal(404, 'not-found'),
      refusal(413, 'payload-too-large'),
      refusal(503, 'overloaded'),
      problem(400),
      new DOMException('No token', 'AbortError'),
    ];
    for (const error of others) {
      await failing(new TypeError('cut after the request'), ATTEMPT, tab);
      await failing(error, openAttempt(tab)!, tab);
      expect(openAttempt(tab)).toEqual(UNCERTAIN);
    }
    await failing(refusal(409, 'insufficient-stock'), openAttempt(tab)!, tab);
    expect(openAttempt(tab)).toBeNull();
  });

  it('ends after an unknown outcome with each refusal of a command in the document of the service', () => {
    const kinds = [...openapi.matchAll(/const: "urn:stockledger:problem:([a-z-]+)"/g)].map(([, kind]) => kind!);
    const open = [...new Set(kinds)].filter((kind) => openAfter(UNCERTAIN, refusal(409, kind)) !== null);
    expect(open.sort()).toEqual([
      'event-unreadable',
      'forbidden',
      'internal-error',
      'log-halted',
      'malformed-request',
      'method-not-allowed',
      'not-acceptable',
      'outcome-unknown',
      'overloaded',
      'payload-too-large',
      'request-timeout',
      'too-many-requests',
      'unauthorized',
      'unavailable',
      'unsupported-media-type',
    ]);
  });

  it('may be recorded if the page is closed before the answer', () => {
    const tab = storage();
    void send(
      answering(() => new Promise(() => {})),
      ATTEMPT,
      tab,
    );
    expect(openAttempt(tab)).toEqual(UNCERTAIN);
  });

  it('is forgotten when it is recorded or refused', async () => {
    const tab = storage();
    const replayed = new Response('{"version":8}', { headers: { 'Idempotency-Replayed': 'true' } });
    expect(
      await send(
        answering(() => Promise.resolve(replayed)),
        ATTEMPT,
        tab,
      ),
    ).toEqual({ answer: { version: 8 }, isReplay: true });
    expect(openAttempt(tab)).toBeNull();
    await expect(
      send(
        answering(() => Promise.reject(problem(412))),
        ATTEMPT,
        tab,
      ),
    ).rejects.toThrow();
    expect(openAttempt(tab)).toBeNull();
  });

  it('is not forgotten by a late answer to another one', async () => {
    const tab = storage();
    let answer: (response: Response) => void = () => {};
    const late = send(
      answering(() => new Promise((resolve) => (answer = resolve))),
      { ...ATTEMPT, key: 'late' },
      tab,
    );
    forgetAttempt(tab);
    await failing(new TypeError('no answer'), ATTEMPT, tab);
    answer(new Response('{}'));
    await late;
    expect(openAttempt(tab)).toEqual(UNCERTAIN);
  });

  it('is forgotten when the user signs out, so that the next user of the tab does not repeat it', async () => {
    for (const attempt of [ATTEMPT, UNCERTAIN]) {
      const tab = storage();
      const session = new Session(true, tab);
      forgetAtSignOut(session, tab);
      session.signIn('alice');
      vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
      const sent = send(new Api('', session), attempt, tab);
      await vi.waitFor(() => expect(session.state.value.kind).toBe('expired'));
      expect(openAttempt(tab)).toEqual(UNCERTAIN);
      session.signOut();
      await expect(sent).rejects.toThrow('No token');
      expect(openAttempt(tab)).toBeNull();
    }
  });

  it('may be recorded if the browser has aborted the call, as it does when the page is closed', () => {
    expect(openAfter(ATTEMPT, new DOMException('', 'AbortError'))).toEqual(UNCERTAIN);
  });

  it('is sent again only while the service keeps its key, which is a day at least', () => {
    const hours = (count: number) => ATTEMPT.firstSentAt + count * 3_600_000;
    expect(isTooOld(ATTEMPT, hours(22.9))).toBe(false);
    expect(isTooOld(ATTEMPT, hours(23.1))).toBe(true);
  });

  it('is not recorded yet if the service has not taken it, unless a send before may have recorded it', () => {
    const overloaded = refusal(503, 'overloaded');
    expect(openAfter(ATTEMPT, overloaded)).toEqual(ATTEMPT);
    expect(openAfter(UNCERTAIN, overloaded)).toEqual(UNCERTAIN);
    expect(openAfter(ATTEMPT, refusal(503, 'outcome-unknown'))).toEqual(UNCERTAIN);
    expect(openAfter(ATTEMPT, refusal(403, 'forbidden'))).toBeNull();
  });

  it('has a key of its own, and the version only if it is asked for', () => {
    expect(newKey()).not.toBe(newKey());
    expect(newKey()).toMatch(/^console-[0-9a-f]{32}$/);
    expect(attemptHeaders({ key: 'k', ifMatch: 0 })).toEqual({ 'Idempotency-Key': 'k', 'If-Match': '"0"' });
    expect(attemptHeaders({ key: 'k', ifMatch: null })).toEqual({ 'Idempotency-Key': 'k' });
  });
});

describe('A command whose token has ended', () => {
  it('asks for a token that may record it', async () => {
    const session = new Session(true, storage());
    session.signIn('t1');
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
    const sent = send(new Api('', session), ATTEMPT, storage());
    const scopes = ['inventory:read', 'inventory:write'];
    await vi.waitFor(() => expect(session.state.value).toMatchObject({ kind: 'expired', scopes }));
    session.signOut();
    await expect(sent).rejects.toThrow('No token');
  });
});

describe('A service that hangs', () => {
  it('leaves the outcome of a command unknown after 30 s, so that the repeat has the same key', async () => {
    vi.useFakeTimers();
    const tab = storage();
    const never = (_: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    vi.stubGlobal('fetch', never);
    const error = send(new Api('', new Session(false, storage())), ATTEMPT, tab).catch((late: unknown) => late);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await error).toBeInstanceOf(LateError);
    expect(openAttempt(tab)).toEqual(UNCERTAIN);
    expect(openAfter(ATTEMPT, await error)).toEqual(UNCERTAIN);
    vi.useRealTimers();
  });
});

describe('The faults of fields', () => {
  it('are those of the problem, the first of each field', () => {
    const errors = [
      { field: 'lines[1].quantity', message: 'is missing' },
      { field: 'productIds[2]', message: 'is too long' },
      { field: 'productIds[3]', message: 'is empty' },
    ];
    expect(Object.fromEntries(fieldFaults(problem(400, { errors })))).toEqual({
      'lines[1].quantity': 'is missing',
      productIds: 'is too long',
    });
  });

  it('are the field of a quantity that is not allowed', () => {
    const refusal = problem(422, { field: 'quantity', quantity: 0, detail: 'quantity: must be at least 1' });
    expect(fieldFaults(refusal).get('quantity')).toBe('must be at least 1');
    expect(fieldFaults(problem(404)).size).toBe(0);
    expect(fieldFaults(null).size).toBe(0);
  });
});

describe('The members of a problem', () => {
  it('are values, and a table with all columns of its rows', () => {
    const lines = [
      { productId: 'a', available: 1 },
      { productId: 'b', warehouseId: 'w' },
    ];
    expect(membersOf(problem(409, { orderId: 'o', lines, errors: [] }).problem)).toEqual([
      { name: 'orderId', kind: 'value', value: 'o' },
      { name: 'lines', kind: 'rows', columns: ['productId', 'available', 'warehouseId'], rows: lines },
    ]);
  });

  it('have names in words', () => {
    expect(memberLabel('warehouseId')).toBe('Warehouse');
    expect(memberLabel('newTotal')).toBe('New total');
  });
});
