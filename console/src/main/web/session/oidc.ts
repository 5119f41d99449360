import * as oauth from 'oauth4webapi';
import { isUnanswered, type Failure } from '../api/failure';

/** The console as a public client of an OpenID provider. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: string;
  /** More parameters of the authorization request, in the form of a query string. */
  readonly parameters: string;
}

/** A sign-in that has begun; the answer of the provider must belong to it. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  /** The address to show after the sign-in. */
  readonly returnTo: string;
}

export interface Tokens {
  readonly accessToken: string;
  /** Null if the provider gives none. */
  readonly refreshToken: string | null;
  /** In milliseconds by the clock of this machine; null if the provider does not say it. */
  readonly expiresAt: number | null;
}

const TIMEOUT_MS = 20_000;

/** The clocks of the provider and of this machine may differ by this. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** The page has no TLS, so that the browser has no SHA-256 for PKCE. */
export class InsecurePageError extends Error {}

/** The authorization code flow with PKCE. */
export class OidcProvider {
  readonly #config: OidcConfig;
  readonly #client: oauth.Client;
  #metadata: Promise<oauth.AuthorizationServer> | null = null;

  constructor(config: OidcConfig) {
    this.#config = config;
    this.#client = { client_id: config.clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  }

  /** A sign-in, and the address of the provider at which the user goes on with it. */
  async begin(
    redirectUri: string,
    returnTo: string,
  ): Promise<{ readonly pending: PendingSignIn; readonly url: string }> {
    if (crypto.subtle === undefined) {
      throw new InsecurePageError();
    }
    const { authorization_endpoint: endpoint } = await this.#discovered();
    if (endpoint === undefined) {
      throw new oauth.OperationProcessingError('the metadata of the issuer name no authorization_endpoint');
    }
    const pending = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      redirectUri,
      returnTo,
    };
    const url = new URL(endpoint);
    const configured = new URLSearchParams(this.#config.parameters);
    for (const name of configured.keys()) {
      url.searchParams.delete(name);
    }
    for (const [name, value] of configured) {
      url.searchParams.append(name, value);
    }
    const parameters = {
      response_type: 'code',
      client_id: this.#config.clientId,
      redirect_uri: redirectUri,
      scope: this.#config.scopes,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) {
      url.searchParams.set(name, value);
    }
    return { pending, url: url.href };
  }

  /**
   * Exchanges the code of the answer for tokens.
   *
   * @param answer the parameters with which the provider has sent the user back
   */
  async complete(pending: PendingSignIn, answer: URLSearchParams): Promise<Tokens> {
    const server = await this.#discovered();
    const parameters = oauth.validateAuthResponse(server, this.#client, answer, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      this.#client,
      oauth.None(),
      parameters,
      pending.redirectUri,
      pending.verifier,
      this.#options(),
    );
    const result = await oauth.processAuthorizationCodeResponse(server, this.#client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    return tokensOf(result, null);
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const server = await this.#discovered();
    const response = await oauth.refreshTokenGrantRequest(
      server,
      this.#client,
      oauth.None(),
      refreshToken,
      this.#options(),
    );
    return tokensOf(await oauth.processRefreshTokenResponse(server, this.#client, response), refreshToken);
  }

  #discovered(): Promise<oauth.AuthorizationServer> {
    this.#metadata ??= this.#discover();
    // Another attempt reads it again.
    this.#metadata.catch(() => (this.#metadata = null));
    return this.#metadata;
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.#config.issuer);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, this.#options()));
  }

  #options() {
    return {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      [oauth.allowInsecureRequests]: this.#config.issuer.startsWith('http:'),
    };
  }
}

function tokensOf(result: oauth.TokenEndpointResponse, refreshToken: string | null): Tokens {
  return {
    accessToken: result.access_token,
    refreshToken: result.refresh_token ?? refreshToken,
    expiresAt: result.expires_in === undefined ? null : Date.now() + result.expires_in * 1_000,
  };
}

/** Whether the provider itself has refused the refresh token, so that a repeat is of no use. */
export function isRefused(error: unknown): boolean {
  return refusalOf(error) !== null;
}

interface Refusal {
  readonly error: string;
  readonly description: string;
}

/** What the token endpoint has refused; null for another error. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof oauth.ResponseBodyError) {
    return { error: error.error, description: error.error_description ?? '' };
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    // It asks for credentials of the client, which a public one does not have.
    const { error: code, error_description: description } = error.cause[0]?.parameters ?? {};
    return { error: code ?? 'invalid_client', description: description ?? '' };
  }
  return null;
}

/** What the page shows of an error of the provider; null if the error is of something else. */
export function signInFailure(error: unknown, issuer: string, origin: string): Failure | null {
  if (error instanceof InsecurePageError) {
    return {
      title: 'The sign-in needs HTTPS',
      detail: 'Browsers compute the proof of the sign-in (PKCE) only on pages with HTTPS, or of the same machine.',
      advice: `Open the console with https, or use a token.`,
    };
  }
  const refusal =
    error instanceof oauth.AuthorizationResponseError
      ? { error: error.error, description: error.error_description ?? '' }
      : refusalOf(error);
  if (refusal !== null) {
    return {
      title: refusal.error === 'access_denied' ? 'The sign-in was refused' : `The issuer has answered ${refusal.error}`,
      detail: refusal.description,
      advice: adviceFor(refusal.error, issuer),
    };
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    return {
      title: 'The answer of the issuer is not valid',
      detail: error.message,
      advice: `Sign in again. If that does not help, compare the setting of the issuer (${issuer}) with its metadata.`,
    };
  }
  if (isUnanswered(error)) {
    return {
      title: 'The issuer did not answer',
      detail: `${issuer} cannot be reached, or does not allow calls of pages of ${origin}.`,
      advice: `Check that this machine reaches it, and that the client allows the web origin ${origin}.`,
    };
  }
  return null;
}

function adviceFor(error: string, issuer: string): string {
  switch (error) {
    case 'access_denied':
      return `Sign in as another user, or ask the operator of ${issuer} for access.`;
    case 'invalid_scope':
      return (
        'The issuer does not give these scopes to this client. ' +
        'Compare STOCKLEDGER_CONSOLE_OIDC_SCOPES with the client.'
      );
    case 'invalid_client':
    case 'unauthorized_client':
      return 'The client must be a public one with the authorization code flow. Check it at the issuer.';
    case 'invalid_grant':
      return 'The code or the session has ended. Sign in again.';
    default:
      return 'Sign in again. If that does not help, look at the log of the issuer.';
  }
}
