import { describe, expect, it } from 'vitest';
import { isToken, tokenOf } from '../../main/web/session/check';
import { Session } from '../../main/web/session/session';
import { storage } from './storage';

describe('Session', () => {
  it('needs no token with security off', () => {
    expect(new Session(false, storage()).state.value).toEqual({ kind: 'open' });
  });

  it('survives a reload of the tab', () => {
    const tab = storage();
    new Session(true, tab).signIn('t1');
    expect(new Session(true, tab).token).toBe('t1');
  });

  it('lets a refused call wait for another token, and keeps the page', async () => {
    const session = new Session(true, storage());
    session.signIn('t1');
    const renewed = session.renewed('t1', 'The token has ended.');
    expect(session.state.value).toEqual({
      kind: 'expired',
      reason: 'The token has ended.',
      scopes: ['inventory:read'],
    });
    session.signIn('t2');
    await renewed;
    expect(session.token).toBe('t2');
  });

  it('does not ask again for a call that was sent with the token before', async () => {
    const session = new Session(true, storage());
    session.signIn('t2');
    await session.renewed('t1', 'The token has ended.');
    expect(session.token).toBe('t2');
  });

  it('asks for the scopes of all calls that wait, and for those of the token before', async () => {
    const payload = btoa(JSON.stringify({ scope: 'openid inventory:read inventory:admin' }));
    for (const [token, scopes] of [
      ['opaque', ['inventory:read', 'inventory:write']],
      [`e30.${payload}.s`, ['inventory:read', 'inventory:write', 'inventory:admin']],
    ] as const) {
      const session = new Session(true, storage());
      session.signIn(token);
      const read = session.renewed(token, 'ended');
      const record = session.renewed(token, 'ended', { scope: 'inventory:write' });
      expect(session.state.value).toEqual({ kind: 'expired', reason: 'ended', scopes });
      session.signIn('t2');
      await Promise.all([read, record]);
    }
  });

  it('ends the calls that wait when the user signs out, or the caller leaves', async () => {
    const session = new Session(true, storage());
    session.signIn('t1');
    const left = new AbortController();
    const leaving = session.renewed('t1', 'ended', { signal: left.signal });
    const waiting = session.renewed('t1', 'ended');
    left.abort();
    await expect(leaving).rejects.toThrow('No token');
    session.signOut();
    await expect(waiting).rejects.toThrow('No token');
    expect(session.state.value).toEqual({ kind: 'signed-out' });
  });

  it('ends a call when the user signs out during a renewal, also if another user follows', async () => {
    const session = new Session(true, storage());
    session.signIn('alice');
    let finish: (isRenewed: boolean) => void = () => {};
    session.renewal = { renew: () => new Promise((resolve) => (finish = resolve)), end: () => {} };
    const waiting = session.renewed('alice', 'ended');
    session.signOut();
    session.signIn('bob');
    finish(false);
    await expect(waiting).rejects.toThrow('No token');
    const later = session.renewed('bob', 'ended');
    session.signOut();
    finish(false);
    await expect(later).rejects.toThrow('No token');
  });

  it('does not wait for a token after the user has signed out', async () => {
    const session = new Session(true, storage());
    session.signIn('alice');
    session.signOut();
    await expect(session.renewed('alice', 'ended')).rejects.toThrow('No token');
  });

  it('forgets a refused token, so that a reload asks for another one', () => {
    const tab = storage();
    const session = new Session(true, tab);
    session.signIn('t1');
    void session.renewed('t1', 'ended').catch(() => {});
    expect(new Session(true, tab).state.value).toEqual({ kind: 'signed-out' });
  });
});

describe('a pasted token', () => {
  it('is freed from line breaks and from the name of the scheme', () => {
    expect(tokenOf(' Bearer  eyJh.\n eyJz.sig \n')).toBe('eyJh.eyJz.sig');
  });

  it('has only characters that a header may have', () => {
    expect(isToken('eyJh.eyJ-z_.sig==')).toBe(true);
    expect(isToken('eyJh…')).toBe(false);
    expect(isToken('')).toBe(false);
  });
});
