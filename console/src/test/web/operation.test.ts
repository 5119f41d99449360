import { afterEach, expect, test, vi } from 'vitest';
import { Api } from '../../main/web/api/client';
import { beginRebuild, positionOf, republish, retryDeadLetter, swapGeneration } from '../../main/web/api/operation';
import { Session } from '../../main/web/session/session';
import { storage } from './storage';

afterEach(() => vi.unstubAllGlobals());

/** An API that answers every call with the body, and records the calls. */
function answering(body: unknown) {
  const calls: string[] = [];
  const api = {
    get: async (path: string) => {
      calls.push(`GET ${path}`);
      return { body };
    },
    send: async (path: string, { method }: RequestInit, _: object, read: (answer: Response) => unknown) => {
      calls.push(`${method} ${path}`);
      return read(new Response(JSON.stringify(body)));
    },
  } as unknown as Api;
  return { api, calls };
}

const signal = new AbortController().signal;

test('the position of an event is that of the event with exactly this number', async () => {
  const { api, calls } = answering({ events: [{ sequenceNumber: 8, position: 4711 }] });
  expect(await positionOf(api, 'A/B', 8, signal)).toBe(4711);
  expect(calls).toEqual(['GET /v1/products/A%2FB/events?after=7&limit=1']);
  expect(await positionOf(api, 'A/B', 7, signal)).toBeNull();
  expect(await positionOf(answering({ events: [] }).api, 'A/B', 8, signal)).toBeNull();
});

test('a rebuild and a swap are calls without a body', async () => {
  const { api, calls } = answering({ name: 'low_stock', generation: 2 });
  expect((await beginRebuild(api, 'low_stock')).generation).toBe(2);
  await swapGeneration(api, 'low_stock', 1);
  expect(calls).toEqual([
    'POST /v1/projections/low_stock/rebuild',
    'POST /v1/projections/low_stock/swap?generation=1',
  ]);
});

test('an action whose token has ended asks for a token of an operator', async () => {
  vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
  for (const action of [
    (api: Api) => beginRebuild(api, 'low_stock'),
    (api: Api) => retryDeadLetter(api, 1),
    (api: Api) => republish(api, 1),
  ]) {
    const session = new Session(true, storage());
    session.signIn('t1');
    const done = action(new Api('', session));
    const scopes = ['inventory:read', 'inventory:admin'];
    await vi.waitFor(() => expect(session.state.value).toMatchObject({ kind: 'expired', scopes }));
    session.signOut();
    await expect(done).rejects.toThrow('No token');
  }
});
