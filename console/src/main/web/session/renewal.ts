import type { Tokens } from './oidc';
import type { Session } from './session';

const KEY = 'stockledger.renewal';

/** A token is renewed so long before its end, or after four fifths of a short life. */
const EARLY_MS = 60_000;
const LIFE_SHARE = 0.8;

/** The least time between two renewals: at the end of a session at the provider, lives get ever shorter. */
const PAUSE_MS = 5_000;

const RETRY_MS = 10_000;
const TIMER_MS_MAX = 2_000_000_000;

/** What a renewal needs besides the token; it is in the storage of the tab. */
interface KeptToken {
  readonly refreshToken: string;
  readonly expiresAt: number | null;
}

/** Renews the token of the session with a refresh token: before its end, or when it was refused. */
export class Renewal {
  readonly #session: Session;
  readonly #storage: Storage;
  readonly #refresh: (refreshToken: string) => Promise<Tokens>;
  readonly #isFinal: (error: unknown) => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | null = null;

  /**
   * @param refresh gets other tokens for a refresh token
   * @param isFinal whether its error means that the refresh token is of no use any more
   */
  constructor(
    session: Session,
    storage: Storage,
    refresh: (refreshToken: string) => Promise<Tokens>,
    isFinal: (error: unknown) => boolean,
  ) {
    this.#session = session;
    this.#storage = storage;
    this.#refresh = refresh;
    this.#isFinal = isFinal;
    session.renewal = this;
  }

  /** Goes on with the refresh token of this tab, if there is one. */
  resume(): void {
    this.#schedule(this.#kept(), 0);
  }

  /** Signs in, and renews the token from now on if there is a refresh token. */
  signIn({ accessToken, refreshToken, expiresAt }: Tokens): void {
    this.#session.signIn(accessToken);
    this.end();
    if (refreshToken !== null) {
      const kept = { refreshToken, expiresAt };
      this.#storage.setItem(KEY, JSON.stringify(kept));
      this.#schedule(kept, PAUSE_MS);
    }
  }

  /** Forgets the refresh token. */
  end(): void {
    clearTimeout(this.#timer);
    this.#storage.removeItem(KEY);
  }

  /** Renews the token now; false if that is not possible. Calls at the same time share one attempt. */
  renew(): Promise<boolean> {
    this.#running ??= this.#renewOnce().finally(() => (this.#running = null));
    return this.#running;
  }

  async #renewOnce(): Promise<boolean> {
    const kept = this.#kept();
    if (kept === null) {
      return false;
    }
    try {
      const tokens = await this.#refresh(kept.refreshToken);
      if (this.#isReplaced(kept)) {
        return false;
      }
      this.signIn(tokens);
      return true;
    } catch (error) {
      if (this.#isReplaced(kept)) {
        return false;
      }
      if (this.#isFinal(error)) {
        this.end();
      } else {
        this.#after(RETRY_MS);
      }
      return false;
    }
  }

  /** Whether the user has signed out, or has signed in otherwise. */
  #isReplaced(kept: KeptToken): boolean {
    return this.#kept()?.refreshToken !== kept.refreshToken;
  }

  #kept(): KeptToken | null {
    const text = this.#storage.getItem(KEY);
    return text === null ? null : (JSON.parse(text) as KeptToken);
  }

  #schedule(kept: KeptToken | null, leastMs: number): void {
    if (kept !== null && kept.expiresAt !== null) {
      const life = kept.expiresAt - Date.now();
      this.#after(Math.max(leastMs, life - EARLY_MS, life * LIFE_SHARE));
    }
  }

  #after(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.renew(), Math.min(ms, TIMER_MS_MAX));
  }
}
