import { describe, expect, it } from 'vitest';
import type { Answer, Api } from '../../main/web/api/client';
import { getCurve, getEventPair, getItemAsOf, getOrigin, stoodFrom } from '../../main/web/api/curve';
import { ProblemError } from '../../main/web/api/failure';

const { signal } = new AbortController();

/** An API that records the path of a call, and answers it. */
function apiOf(answer: (path: string) => unknown) {
  const paths: string[] = [];
  const get = async (path: string) => {
    paths.push(path);
    return { body: answer(path) } as Answer<unknown>;
  };
  return { api: { get } as unknown as Api, paths };
}

function movementsFrom(path: string) {
  const after = Number(new URL(path, 'http://localhost').searchParams.get('after'));
  return { movements: [after + 1, after + 2].map((sequenceNumber) => ({ sequenceNumber })) };
}

describe('the reads of a curve', () => {
  it('leave out a bound that is not given, and encode the id once', async () => {
    const { api, paths } = apiOf(() => ({ points: [] }));
    await getCurve(api, 'a/b %', { from: '', to: '2026-03-01T00:00:00Z' }, 1_000, signal);
    expect(paths).toEqual(['/v1/inventory/a%2Fb%20%25/curve?points=1000&to=2026-03-01T00%3A00%3A00Z']);
  });

  it('find an event with the one before it', async () => {
    const { api, paths } = apiOf(movementsFrom);
    const pair = await getEventPair(api, 'mug', 7, signal);
    expect([pair?.before?.sequenceNumber, pair?.event.sequenceNumber]).toEqual([6, 7]);
    expect(paths).toEqual(['/v1/inventory/mug/movements?after=5&limit=2']);
  });

  it('find the first event, which has none before it, and no event beyond the last one', async () => {
    const pair = await getEventPair(apiOf(movementsFrom).api, 'mug', 1, signal);
    expect([pair?.before, pair?.event.sequenceNumber]).toEqual([null, 1]);
    expect(await getEventPair(apiOf(() => ({ movements: [] })).api, 'mug', 9, signal)).toBeNull();
  });

  it('find the instant from which an event stands, also after one with a later time and in a sample', async () => {
    const at = (second: number) => `2026-03-01T00:00:${String(second).padStart(2, '0')}Z`;
    // Event 3 has the time 1, and stands from 20 on, as event 2 does; of the events from 4 on there is one a second.
    const from = [10, 20, 20, 21, 22, 23, 24];
    const { api, paths } = apiOf((path) => {
      const query = new URL(path, 'http://localhost').searchParams;
      const all = from
        .map((second, index) => ({ sequenceNumber: index + 1, at: at(second) }))
        .filter((point) => point.at >= query.get('from')! && point.at <= (query.get('to') ?? '~'));
      return { points: all.length < 4 ? all : [all[0], all[2], all.at(-1)] };
    });
    expect(await stoodFrom(api, 'mug', { sequenceNumber: 1, occurredAt: at(10) }, signal)).toBe(at(10));
    expect(paths.length).toBe(1);
    expect(await stoodFrom(api, 'mug', { sequenceNumber: 3, occurredAt: at(1) }, signal)).toBe(at(20));
    expect(await stoodFrom(api, 'mug', { sequenceNumber: 6, occurredAt: at(1) }, signal)).toBe(at(23));
    // The view may not have the event.
    expect(await stoodFrom(api, 'mug', { sequenceNumber: 9, occurredAt: at(24) }, signal)).toBe(at(24));
  });

  it('take the origin only of the event itself', async () => {
    const metadata = { commandId: 'c', actor: 'till-3' };
    const { api, paths } = apiOf(() => ({ events: [{ sequenceNumber: 7, metadata }] }));
    expect(await getOrigin(api, 'mug', 7, signal)).toEqual(metadata);
    expect(await getOrigin(api, 'mug', 6, signal)).toBeNull();
    expect(paths[0]).toBe('/v1/products/mug/events?after=6&limit=1');
  });

  it('show no product before its registration, and pass on other failures', async () => {
    const failing = (type: string) =>
      apiOf(() => {
        throw new ProblemError({ type: `urn:stockledger:problem:${type}`, title: '', status: 404 }, null);
      }).api;
    const at = '2026-03-01T00:00:00Z';
    expect(await getItemAsOf(failing('product-not-found'), 'mug', at, signal)).toBeNull();
    await expect(getItemAsOf(failing('view-unavailable'), 'mug', at, signal)).rejects.toThrow(ProblemError);
  });
});
