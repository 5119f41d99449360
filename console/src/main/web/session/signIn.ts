import { failureOf, type Failure } from '../api/failure';
import { routeOf, router } from '../app/router';
import { Store } from '../app/store';
import { checkToken } from './check';
import { isRefused, OidcProvider, signInFailure, type OidcConfig, type PendingSignIn } from './oidc';
import { Renewal } from './renewal';
import type { Session } from './session';

const KEY = 'stockledger.sign-in';
const CHANNEL = 'stockledger.sign-in';

/** The path of the redirect URI, which the client has at the provider. */
const REDIRECT_PATH = '/console/';

/** A window of the sign-in that no tab has waited for shows its answer after this time. */
const CLAIM_MS = 2_000;

const NOT_BEGUN: Failure = {
  title: 'This sign-in has not begun in this tab',
  detail: 'The address of a sign-in is valid once, and only in the tab in which it has begun.',
  advice: 'Sign in again.',
};

const GOES_ON: Failure = {
  title: 'The sign-in goes on in the other window',
  detail: 'The page there has got the answer of the issuer.',
  advice: 'Close this window.',
};

/** The sign-in at the issuer has failed. */
class IssuerError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.title);
  }
}

/** Signs users in at an OpenID provider: in this window, or in another one while the page stays as it is. */
export class SignIn {
  readonly failure = new Store<Failure | null>(null);
  readonly issuer: string;
  readonly redirectUri: string;
  readonly #provider: OidcProvider;
  readonly #renewal: Renewal;
  readonly #session: Session;
  readonly #storage: Storage;
  #listening: BroadcastChannel | null = null;

  constructor(config: OidcConfig, session: Session, storage: Storage) {
    this.issuer = config.issuer;
    this.redirectUri = window.location.origin + REDIRECT_PATH;
    this.#provider = new OidcProvider(config);
    this.#session = session;
    this.#storage = storage;
    session.state.subscribe(() => {
      if (session.state.value.kind === 'signed-in') {
        this.failure.set(null);
      }
    });
    this.#renewal = new Renewal(session, storage, (token) => this.#provider.refresh(token), isRefused);
  }

  /** Leaves the page for the provider, which leads back to it. */
  async begin(): Promise<void> {
    await this.#reporting(async () => {
      const { pathname, search } = window.location;
      const { pending, url } = await this.#ofIssuer(this.#provider.begin(this.redirectUri, pathname + search));
      this.#storage.setItem(KEY, JSON.stringify(pending));
      window.location.assign(url);
    });
  }

  /** Opens another window for the provider; if the browser does not allow that, leaves the page. */
  async beginBeside(): Promise<void> {
    // At once, since browsers allow it only as the effect of a click.
    const beside = window.open('', 'stockledger-sign-in', 'popup,width=520,height=720');
    if (beside === null) {
      await this.begin();
      return;
    }
    const isOpen = await this.#reporting(async () => {
      const { pending, url } = await this.#ofIssuer(this.#provider.begin(this.redirectUri, ''));
      this.#listen(pending);
      beside.location.replace(url);
    });
    if (!isOpen) {
      beside.close();
    }
  }

  /** Whether the address of the page is an answer of the provider. */
  get isAnswered(): boolean {
    const { pathname, search } = window.location;
    const answer = new URLSearchParams(search);
    return pathname === REDIRECT_PATH && answer.has('state') && (answer.has('code') || answer.has('error'));
  }

  /** Goes on with a sign-in if the address of the page is the answer of the provider. */
  async resume(): Promise<void> {
    if (!this.isAnswered) {
      this.#renewal.resume();
      return;
    }
    const { search } = window.location;
    const answer = new URLSearchParams(search);
    const pending = JSON.parse(this.#storage.getItem(KEY) ?? 'null') as PendingSignIn | null;
    if (pending?.state === answer.get('state')) {
      this.#renewal.resume();
      this.#storage.removeItem(KEY);
      const { pathname: path, search: rest } = new URL(pending.returnTo, window.location.origin);
      router.replace(routeOf(path, rest));
      await this.#complete(pending, answer);
    } else {
      const isClaimed = await claimed(search);
      router.replace({ page: 'stock', search: '' });
      if (isClaimed) {
        window.close();
      } else {
        this.#renewal.resume();
      }
      this.#fail(isClaimed ? GOES_ON : NOT_BEGUN);
    }
  }

  #listen(pending: PendingSignIn): void {
    this.#listening?.close();
    const channel = new BroadcastChannel(CHANNEL);
    this.#listening = channel;
    channel.onmessage = ({ data }: MessageEvent<{ readonly answer?: string }>) => {
      const answer = new URLSearchParams(data.answer ?? '');
      if (answer.get('state') === pending.state) {
        channel.postMessage({ claimed: pending.state });
        channel.close();
        void this.#complete(pending, answer);
      }
    };
  }

  async #complete(pending: PendingSignIn, answer: URLSearchParams): Promise<void> {
    await this.#reporting(async () => {
      const tokens = await this.#ofIssuer(this.#provider.complete(pending, answer));
      // A token for another audience, or without the scope of reads, is of no use here.
      await checkToken(tokens.accessToken);
      this.#renewal.signIn(tokens);
    });
  }

  /** Runs a step, and shows its error; false if it has failed. */
  async #reporting(step: () => Promise<void>): Promise<boolean> {
    this.failure.set(null);
    try {
      await step();
      return true;
    } catch (error) {
      this.#fail(error instanceof IssuerError ? error.failure : failureOf(error));
      return false;
    }
  }

  /** Shows a failure to a user who needs to sign in. */
  #fail(failure: Failure): void {
    if (this.#session.state.value.kind !== 'signed-in') {
      this.failure.set(failure);
    }
  }

  /** The result of a call of the issuer; an error is one of the issuer, and not of the query service. */
  async #ofIssuer<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw new IssuerError(signInFailure(error, this.issuer, window.location.origin) ?? failureOf(error));
    }
  }
}

/** Gives the answer to the tab that waits for it; false if no tab waits for it. */
function claimed(search: string): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  const state = new URLSearchParams(search).get('state');
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), CLAIM_MS);
    channel.onmessage = ({ data }: MessageEvent<{ readonly claimed?: string }>) => {
      if (data.claimed === state) {
        clearTimeout(timer);
        resolve(true);
      }
    };
    channel.postMessage({ answer: search });
  }).finally(() => channel.close());
}
