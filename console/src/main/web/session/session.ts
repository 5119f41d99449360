import { Store } from '../app/store';
import { READ, scopesAfter, type Scope } from './scopes';

/** Who uses the console. */
export type SessionState =
  /** Security is off: no call needs a token. */
  | { readonly kind: 'open' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly token: string }
  /** The token is no longer accepted. The page stays, and its calls wait for another token. */
  | {
      readonly kind: 'expired';
      readonly reason: string;
      /** The scopes that the next token should have. */
      readonly scopes: readonly Scope[];
    };

/** How a call waits for another token. */
export interface Wait {
  readonly signal?: AbortSignal | undefined;
  /** Whether the token may be renewed; false for a call whose token was renewed and refused again. */
  readonly mayRenew?: boolean;
  /** The scope that the call needs; that of reads if it is absent. */
  readonly scope?: Scope | undefined;
  /** Called if the user is asked for a token, so that the wait may take any time. */
  readonly onAsked?: (() => void) | undefined;
}

const KEY = 'stockledger.token';

/**
 * The token of this tab. It is kept in the storage of the tab, so that it survives a reload and
 * ends with the tab.
 */
export class Session {
  /** Renews the token without the user; null if that is not possible. */
  renewal: { renew(): Promise<boolean>; end(): void } | null = null;
  readonly state: Store<SessionState>;
  readonly #storage: Storage;
  #user = new AbortController();

  constructor(security: boolean, storage: Storage) {
    this.#storage = storage;
    const token = storage.getItem(KEY);
    this.state = new Store<SessionState>(
      !security ? { kind: 'open' } : token === null ? { kind: 'signed-out' } : { kind: 'signed-in', token },
    );
  }

  /** The token to send; null if the user is not signed in. */
  get token(): string | null {
    const state = this.state.value;
    return state.kind === 'signed-in' ? state.token : null;
  }

  /** Aborts when the present user signs out: a call of theirs must not be sent again with the token of the next one. */
  get user(): AbortSignal {
    return this.#user.signal;
  }

  signIn(token: string): void {
    this.#storage.setItem(KEY, token);
    this.state.set({ kind: 'signed-in', token });
  }

  signOut(): void {
    this.renewal?.end();
    this.#storage.removeItem(KEY);
    this.#user.abort(noToken());
    this.#user = new AbortController();
    this.state.set({ kind: 'signed-out' });
  }

  /**
   * Waits until there is another token than the one that was refused: it is renewed, or the user
   * signs in again.
   *
   * @throws DOMException AbortError if the signal aborts, or the user signs out
   */
  async renewed(refused: string | null, reason: string, wait: Wait = {}): Promise<void> {
    const { renewal, state, user } = this;
    const isRefused = state.value.kind === 'signed-in' && state.value.token === refused;
    if (wait.mayRenew !== false && renewal !== null && isRefused && (await renewal.renew())) {
      return;
    }
    user.throwIfAborted();
    await this.#replaced(refused, reason, wait);
  }

  #replaced(refused: string | null, reason: string, { signal, scope = READ, onAsked }: Wait): Promise<void> {
    const state = this.state.value;
    if (state.kind === 'signed-out') {
      return Promise.reject(noToken());
    }
    if (state.kind === 'signed-in' && state.token !== refused) {
      return Promise.resolve();
    }
    if (state.kind === 'expired') {
      // Another call has asked for it.
      this.state.set({ ...state, scopes: scopesAfter(refused, [...state.scopes, scope]) });
    } else {
      // If it was open, the service was started again with security on.
      this.#storage.removeItem(KEY);
      this.state.set({ kind: 'expired', reason, scopes: scopesAfter(refused, [scope]) });
    }
    if (!signal?.aborted) {
      onAsked?.();
    }
    return new Promise((resolve, reject) => {
      const abort = () => end(() => reject(noToken()));
      const unsubscribe = this.state.subscribe(() => {
        if (this.state.value.kind === 'signed-in') {
          end(resolve);
        } else if (this.state.value.kind === 'signed-out') {
          abort();
        }
      });
      function end(settle: () => void) {
        unsubscribe();
        signal?.removeEventListener('abort', abort);
        settle();
      }
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) {
        abort();
      }
    });
  }
}

function noToken(): DOMException {
  return new DOMException('No token', 'AbortError');
}
