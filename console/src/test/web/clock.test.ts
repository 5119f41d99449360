import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../main/web/api/client';
import { Clock } from '../../main/web/app/clock';
import { Session } from '../../main/web/session/session';
import { rangeOf, WHOLE } from '../../main/web/time/curveState';
import { storage } from './storage';

const MACHINE = Date.parse('2026-03-01T12:00:00Z');
const { signal } = new AbortController();

beforeEach(() => {
  vi.useFakeTimers({ now: MACHINE });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function sandbox(answer: () => Response): Api {
  vi.stubGlobal('fetch', async (path: string) => (path === '/sandbox/clock' ? answer() : new Response('', { status: 404 })));
  return new Api('', new Session(false, storage()));
}

describe('The clock of the console', () => {
  it('is that of this machine, without a call', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('a call')));
    expect(await new Clock(null).nowMs(signal)).toBe(MACHINE);
  });

  it('is that of the services in a sandbox, also for the range of a curve', async () => {
    const clock = new Clock(sandbox(() => new Response('{"now":"2026-03-03T12:10:00.123Z","aheadSeconds":173400}')));
    const nowMs = await clock.nowMs(signal);
    expect(nowMs).toBe(Date.parse('2026-03-03T12:10:00.123Z'));
    expect(rangeOf({ ...WHOLE, span: '24h' }, nowMs).from).toBe('2026-03-02T12:10:00.123Z');
  });

  it('is not guessed if a sandbox does not answer', async () => {
    const clock = new Clock(sandbox(() => new Response('', { status: 502 })));
    await expect(clock.nowMs(signal)).rejects.toThrow('502');
  });
});
