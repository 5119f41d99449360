import * as oauth from 'oauth4webapi';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InsecurePageError, isRefused, OidcProvider, signInFailure } from '../../main/web/session/oidc';

const ISSUER = 'https://login.example.com/realms/shop';
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth?theme=shop`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};
const REDIRECT = 'https://stock.example.com/console/';

function provider(parameters = '') {
  return new OidcProvider({ issuer: ISSUER, clientId: 'console', scopes: 'openid inventory:read', parameters });
}

/** Answers the calls in their order. */
function answering(...answers: (object | Error)[]) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (url: string | URL, init: RequestInit) => {
    calls.push(`${url} ${String(init.body ?? '')}`);
    const answer = answers.shift() ?? new Error('no more answers');
    if (answer instanceof Error) {
      throw answer;
    }
    const status = 'error' in answer ? 400 : 200;
    return new Response(JSON.stringify(answer), { status, headers: { 'Content-Type': 'application/json' } });
  });
  return calls;
}

function idToken(claims: object): string {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  const now = Math.floor(Date.now() / 1_000);
  return `${part({ alg: 'RS256' })}.${part({ iss: ISSUER, aud: 'console', sub: 'u', iat: now, exp: now + 60, ...claims })}.c2ln`;
}

afterEach(() => vi.unstubAllGlobals());

describe('The authorization request', () => {
  it('has the code challenge, a state and a nonce, and nothing of it can be set otherwise', async () => {
    answering(METADATA);
    const { pending, url } = await provider('audience=stockledger&state=known&code_challenge_method=plain').begin(
      REDIRECT,
      '/console/x',
    );
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe(`${ISSUER}/auth`);
    expect(Object.fromEntries(searchParams)).toEqual({
      theme: 'shop',
      audience: 'stockledger',
      response_type: 'code',
      client_id: 'console',
      redirect_uri: REDIRECT,
      scope: 'openid inventory:read',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    expect(new Set([pending.state, pending.nonce, pending.verifier, 'known']).size).toBe(4);
    expect(pending.returnTo).toBe('/console/x');
  });

  it('keeps a parameter that is set several times', async () => {
    answering(METADATA);
    const { url } = await provider('resource=https://a&resource=https://b&theme=dark&scope=x&scope=y').begin(REDIRECT, '');
    const { searchParams } = new URL(url);
    expect(searchParams.getAll('resource')).toEqual(['https://a', 'https://b']);
    expect(searchParams.getAll('theme')).toEqual(['dark']);
    expect(searchParams.getAll('scope')).toEqual(['openid inventory:read']);
  });

  it('reads the metadata again after a failure, and once after that', async () => {
    const calls = answering(new TypeError('failed'), METADATA);
    const login = provider();
    await expect(login.begin(REDIRECT, '')).rejects.toThrow(TypeError);
    await login.begin(REDIRECT, '');
    await login.begin(REDIRECT, '');
    expect(calls.length).toBe(2);
    expect(calls[0]).toContain(`${ISSUER}/.well-known/openid-configuration`);
  });

  it('is not made for metadata of another issuer', async () => {
    answering({ ...METADATA, issuer: 'https://other.example.com' });
    await expect(provider().begin(REDIRECT, '')).rejects.toThrow(oauth.OperationProcessingError);
  });

  it('is not made on a page without TLS', async () => {
    vi.stubGlobal('crypto', {});
    await expect(provider().begin(REDIRECT, '')).rejects.toThrow(InsecurePageError);
  });
});

describe('The answer of the provider', () => {
  const answer = (state: string, more = 'code=c') => new URLSearchParams(`${more}&state=${state}`);
  const token = { access_token: 't', token_type: 'Bearer', expires_in: 300, refresh_token: 'r' };

  it('is exchanged for tokens, with the verifier', async () => {
    const answers: object[] = [METADATA];
    const calls = answering(...answers);
    const login = provider();
    const { pending } = await login.begin(REDIRECT, '');
    const more = answering({ ...token, id_token: idToken({ nonce: pending.nonce }) });
    const tokens = await login.complete(pending, answer(pending.state));
    expect(tokens).toMatchObject({ accessToken: 't', refreshToken: 'r' });
    expect(tokens.expiresAt).toBeGreaterThan(Date.now() + 290_000);
    expect(calls.length).toBe(1);
    expect(new URLSearchParams(more[0]!.split(' ')[1])).toSatisfy(
      (body: URLSearchParams) => body.get('code_verifier') === pending.verifier && body.get('client_id') === 'console',
    );
  });

  it.each([
    ['another nonce', { nonce: 'other' }],
    ['no nonce', {}],
    ['another issuer', { iss: 'https://other.example.com' }],
    ['another audience', { aud: 'other' }],
  ])('is not used with %s', async (_, claims) => {
    answering(METADATA);
    const login = provider();
    const { pending } = await login.begin(REDIRECT, '');
    answering({
      ...token,
      id_token: idToken({ ...('nonce' in claims || _ === 'no nonce' ? {} : { nonce: pending.nonce }), ...claims }),
    });
    await expect(login.complete(pending, answer(pending.state))).rejects.toThrow(oauth.OperationProcessingError);
  });

  it('is not used with another state, and no call is sent then', async () => {
    const calls = answering(METADATA);
    const login = provider();
    const { pending } = await login.begin(REDIRECT, '');
    await expect(login.complete(pending, answer('other'))).rejects.toThrow(oauth.OperationProcessingError);
    expect(calls.length).toBe(1);
  });

  it('keeps the refresh token if a renewal brings no other one', async () => {
    answering(METADATA, { access_token: 't2', token_type: 'Bearer' });
    expect(await provider().refresh('r1')).toEqual({ accessToken: 't2', refreshToken: 'r1', expiresAt: null });
  });

  it('tells a refused refresh token from a provider that does not answer', async () => {
    answering(METADATA, { error: 'invalid_grant' });
    expect(
      isRefused(
        await provider()
          .refresh('r')
          .catch((error: unknown) => error),
      ),
    ).toBe(true);
    expect(isRefused(new TypeError('failed'))).toBe(false);
  });
});

describe('A failure', () => {
  const shown = (error: unknown) => signInFailure(error, ISSUER, 'https://stock.example.com');

  it('says in the words of the provider that it has refused', async () => {
    answering(METADATA);
    const login = provider();
    const { pending } = await login.begin(REDIRECT, '');
    const refused = await login
      .complete(
        pending,
        new URLSearchParams({ error: 'access_denied', error_description: 'No account', state: pending.state }),
      )
      .catch((error: unknown) => error);
    expect(shown(refused)).toMatchObject({ title: 'The sign-in was refused', detail: 'No account' });
  });

  it('is one of the client if the token endpoint asks for other credentials', async () => {
    answering(METADATA);
    const login = provider();
    const { pending } = await login.begin(REDIRECT, '');
    const challenge = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="clients", error="invalid_client"' } };
    vi.stubGlobal('fetch', async () => new Response('', challenge));
    const answer = new URLSearchParams({ code: 'c', state: pending.state });
    const refused = await login.complete(pending, answer).catch((error: unknown) => error);
    expect(isRefused(refused)).toBe(true);
    expect(shown(refused)).toMatchObject({ title: 'The issuer has answered invalid_client' });
    expect(shown(refused)!.advice).toContain('must be a public one');
  });

  it('names the web origin if the provider does not answer', () => {
    expect(shown(new TypeError('Failed to fetch'))!.advice).toContain('https://stock.example.com');
    expect(shown(new DOMException('', 'TimeoutError'))!.title).toBe('The issuer did not answer');
    expect(shown(new InsecurePageError())!.title).toBe('The sign-in needs HTTPS');
  });

  it('of something else is shown as any other one', () => {
    expect(shown(new Error('x'))).toBeNull();
  });
});
