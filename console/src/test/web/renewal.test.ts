import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tokens } from '../../main/web/session/oidc';
import { Renewal } from '../../main/web/session/renewal';
import { Session } from '../../main/web/session/session';
import { storage } from './storage';

const HOUR_MS = 3_600_000;
const FINAL = new Error('refused');

/** A session whose token is renewed; the refresh token `bad` is refused, and `down` gets no answer. */
function started(tab = storage()) {
  const session = new Session(true, tab);
  const used: string[] = [];
  const renewal = new Renewal(
    session,
    tab,
    async (refreshToken) => {
      used.push(refreshToken);
      await Promise.resolve();
      if (refreshToken === 'bad') {
        throw FINAL;
      }
      if (refreshToken === 'down') {
        throw new TypeError('no answer');
      }
      return tokens(`${refreshToken}+`, `t${used.length}`);
    },
    (error) => error === FINAL,
  );
  renewal.resume();
  return { session, renewal, used, tab };
}

function tokens(refreshToken: string | null, accessToken = 't0', life = HOUR_MS): Tokens {
  return { accessToken, refreshToken, expiresAt: Date.now() + life };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Renewal', () => {
  it('replaces the token a minute before its end, again and again', async () => {
    const { session, renewal, used } = started();
    renewal.signIn(tokens('r'));
    await vi.advanceTimersByTimeAsync(HOUR_MS - 61_000);
    expect(session.token).toBe('t0');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(session.token).toBe('t1');
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(used).toEqual(['r', 'r+']);
  });

  it('replaces one with a short life after four fifths of it, and one that has ended at once', async () => {
    const { session, renewal } = started();
    renewal.signIn(tokens('r', 't0', 10_000));
    await vi.advanceTimersByTimeAsync(7_900);
    expect(session.token).toBe('t0');
    await vi.advanceTimersByTimeAsync(200);
    expect(session.token).toBe('t1');
  });

  it('goes on after a reload of the tab', async () => {
    const { tab, renewal } = started();
    renewal.signIn(tokens('r'));
    vi.clearAllTimers();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    const { session } = started(tab);
    await vi.advanceTimersByTimeAsync(1);
    expect(session.token).toBe('t1');
  });

  it('renews a refused token once for all calls without a question to the user', async () => {
    const { session, renewal, used } = started();
    renewal.signIn(tokens('r'));
    await Promise.all([session.renewed('t0', 'ended'), session.renewed('t0', 'ended')]);
    expect(used.length).toBe(1);
    expect(session.state.value).toEqual({ kind: 'signed-in', token: 't1' });
  });

  it('asks for another token if the provider refuses, and tries the refresh token no more', async () => {
    const { session, renewal, used } = started();
    renewal.signIn(tokens('bad'));
    const waiting = session.renewed('t0', 'ended');
    await vi.advanceTimersByTimeAsync(1);
    expect(session.state.value.kind).toBe('expired');
    session.signIn('pasted');
    await waiting;
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(used.length).toBe(1);
  });

  it('tries again while the provider does not answer', async () => {
    const { session, renewal, used } = started();
    renewal.signIn(tokens('down'));
    await vi.advanceTimersByTimeAsync(HOUR_MS - 30_000);
    expect(used.length).toBeGreaterThan(2);
    expect(session.token).toBe('t0');
  });

  it('ends with a sign-out, also if it is under way', async () => {
    const { session, renewal, tab } = started();
    renewal.signIn(tokens('r'));
    const running = renewal.renew();
    session.signOut();
    expect(await running).toBe(false);
    expect(session.state.value.kind).toBe('signed-out');
    expect(tab.getItem('stockledger.renewal')).toBeNull();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(session.token).toBeNull();
  });

  it('is not tried without a refresh token, nor with that of the user before', async () => {
    const { session, renewal, used } = started();
    renewal.signIn(tokens('r'));
    renewal.signIn(tokens(null));
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(used).toEqual([]);
    expect(session.token).toBe('t0');
  });

  it('keeps the refresh token of a new sign-in when the one before is refused late', async () => {
    const tab = storage();
    const session = new Session(true, tab);
    let refuse: (error: Error) => void = () => {};
    const renewal = new Renewal(
      session,
      tab,
      () => new Promise((_, reject) => (refuse = reject)),
      (error) => error === FINAL,
    );
    renewal.signIn(tokens('r1'));
    const running = renewal.renew();
    session.signOut();
    renewal.signIn(tokens('r2'));
    refuse(FINAL);
    expect(await running).toBe(false);
    expect(tab.getItem('stockledger.renewal')).toContain('r2');
    expect(vi.getTimerCount()).toBe(1);
  });

  it('waits between renewals at the end of the session at the provider, when lives get ever shorter', async () => {
    const tab = storage();
    const end = Date.now() + 60_000;
    let renewals = 0;
    const renewal = new Renewal(
      new Session(true, tab),
      tab,
      async () => tokens('r', `t${++renewals}`, Math.max(0, end - Date.now())),
      () => false,
    );
    renewal.signIn(tokens('r', 't0', 60_000));
    await vi.advanceTimersByTimeAsync(50_000);
    renewals = 0;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(renewals).toBeLessThanOrEqual(4);
  });
});
