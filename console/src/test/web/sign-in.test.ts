import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../../main/web/session/session';
import type { SignIn } from '../../main/web/session/signIn';
import { storage } from './storage';

const ORIGIN = 'https://stock.example.com';
const ISSUER = 'https://login.example.com';
const METADATA = { issuer: ISSUER, authorization_endpoint: `${ISSUER}/auth`, token_endpoint: `${ISSUER}/token` };
const CONFIG = { issuer: ISSUER, clientId: 'console', scopes: 'openid inventory:read', parameters: '' };

type Answer = Response | Error | ((signal: AbortSignal | null | undefined) => Promise<Response>);

/** The answers of the calls, by the end of their address. */
let answers: Record<string, Answer>;
let tab: Storage;

function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

function idToken(nonce: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: ISSUER, aud: 'console', sub: 'u', iat: now, exp: now + 60, nonce };
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

/** The page at an address, before it goes on with a sign-in. */
async function opened(search: string, session: Session): Promise<SignIn> {
  vi.resetModules();
  const location = { origin: ORIGIN, pathname: '/console/', search, assign: vi.fn() };
  const history = { replaceState: () => {} };
  vi.stubGlobal('window', { location, history, addEventListener: () => {}, close: () => {} });
  const module = await import('../../main/web/session/signIn');
  return new module.SignIn(CONFIG, session, tab);
}

/** The page to which the provider leads back after a sign-in of this tab, with tokens. */
async function ledBack(session: Session): Promise<SignIn> {
  await (await opened('', session)).begin();
  const { state, nonce } = JSON.parse(tab.getItem('stockledger.sign-in')!) as { state: string; nonce: string };
  const tokens = { access_token: 't', token_type: 'Bearer', expires_in: 300, refresh_token: 'r' };
  answers['/token'] = json({ ...tokens, id_token: idToken(nonce) });
  return opened(`?code=c&state=${state}`, session);
}

beforeEach(() => {
  tab = storage();
  answers = { '/openid-configuration': json(METADATA), '/v1/projections': json({}) };
  vi.stubGlobal('fetch', async (url: string | URL, { signal }: RequestInit) => {
    const answer = Object.entries(answers).find(([end]) => String(url).endsWith(end))?.[1];
    if (answer === undefined || answer instanceof Error) {
      throw answer ?? new TypeError(`nothing answers ${url}`);
    }
    return answer instanceof Response ? answer.clone() : answer(signal);
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('A sign-in at the provider', () => {
  it('ends with a token that the query service accepts', async () => {
    const session = new Session(true, tab);
    const signIn = await ledBack(session);
    await signIn.resume();
    expect(signIn.failure.value).toBeNull();
    expect(session.token).toBe('t');
  });

  it('is under way if the address is an answer of the provider', async () => {
    const session = new Session(true, tab);
    expect((await opened('?code=c&state=s', session)).isAnswered).toBe(true);
    expect((await opened('?error=access_denied&state=s', session)).isAnswered).toBe(true);
    expect((await opened('?q=mug', session)).isAnswered).toBe(false);
  });

  it('says that the query service did not answer, and not the issuer', async () => {
    answers['/v1/projections'] = new TypeError('failed');
    const signIn = await ledBack(new Session(true, tab));
    await signIn.resume();
    expect(signIn.failure.value?.title).toBe('The query service did not answer');
  });

  it('says that the issuer did not answer', async () => {
    const signIn = await ledBack(new Session(true, tab));
    answers['/token'] = new TypeError('failed');
    await signIn.resume();
    expect(signIn.failure.value?.title).toBe('The issuer did not answer');
  });

  it('does not wait without end for the query service', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const abort = new AbortController();
      queueMicrotask(() => abort.abort(new DOMException('The time is over', 'TimeoutError')));
      return abort.signal;
    });
    answers['/v1/projections'] = (signal) =>
      new Promise((_, reject) => {
        if (!(signal instanceof AbortSignal)) {
          reject(new Error('the call has no end'));
        } else if (signal.aborted) {
          reject(signal.reason as Error);
        } else {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }
      });
    const signIn = await ledBack(new Session(true, tab));
    await signIn.resume();
    timeout.mockRestore();
    expect(signIn.failure.value?.title).toBe('The query service did not answer within 20 s');
  });
});

describe('An answer that belongs to no sign-in of this tab', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Goes on with the sign-in; no other tab claims the answer. */
  async function resumed(signIn: SignIn): Promise<void> {
    const done = signIn.resume();
    await vi.advanceTimersByTimeAsync(2_000);
    await done;
  }

  it('is a failure for a user who is not signed in, until the next sign-in', async () => {
    const session = new Session(true, tab);
    const signIn = await opened('?code=c&state=other', session);
    await resumed(signIn);
    expect(signIn.failure.value?.title).toBe('This sign-in has not begun in this tab');
    session.signIn('pasted');
    expect(signIn.failure.value).toBeNull();
  });

  it('leaves a session as it is, and its token is renewed', async () => {
    tab.setItem('stockledger.token', 't');
    tab.setItem('stockledger.renewal', JSON.stringify({ refreshToken: 'r', expiresAt: Date.now() - 1 }));
    answers['/token'] = json({ access_token: 't2', token_type: 'Bearer', expires_in: 300 });
    const session = new Session(true, tab);
    const signIn = await opened('?code=c&state=other', session);
    await resumed(signIn);
    expect(signIn.failure.value).toBeNull();
    await vi.waitFor(() => expect(session.token).toBe('t2'));
    session.signOut();
  });
});
