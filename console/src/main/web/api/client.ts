import type { Scope } from '../session/scopes';
import type { Session } from '../session/session';
import { problemOf, ProblemError } from './failure';
import { within } from './timeLimit';

/** The longest time of a read: the query service ends each of its queries after 5 s by default. */
export const READ_MS = 15_000;

/** That of a command, its dry run or an action: by default one is decided, and a lost outcome found, within 20 s. */
export const COMMAND_MS = 30_000;

/** How current an answer of the query service is. */
export interface Freshness {
  /** Every event up to this log position is in the answer. */
  readonly position: number;
  /** The answer may be behind by this many milliseconds. */
  readonly lagMs: number;
  /** When the answer came, by the clock of this machine. */
  readonly at: Date;
}

export interface Answer<T> {
  readonly body: T;
  readonly freshness: Freshness;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Record<string, string>;
  /** The longest time of the call, in milliseconds, without that of a wait for another token. */
  readonly limitMs?: number;
  /** The scope that the call needs; that of reads if it is absent. */
  readonly scope?: Scope;
  /** Called if the user is asked for another token, which the call waits for. */
  readonly onAsked?: () => void;
}

/** The API of one service. All calls of the console go through here. */
export class Api {
  readonly #origin: string;
  readonly #session: Session;

  /** @param origin the origin of the service; empty for that of the page */
  constructor(origin: string, session: Session) {
    this.#origin = origin;
    this.#session = session;
  }

  async get<T>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
    return this.send(path, { method: 'GET' }, options, answerOf<T>);
  }

  async post<T>(path: string, body: unknown, options: CallOptions = {}): Promise<Answer<T>> {
    const headers = { ...options.headers, 'Content-Type': 'application/json' };
    const init = { method: 'POST', body: JSON.stringify(body) };
    return this.send(path, init, { ...options, headers }, answerOf<T>);
  }

  /**
   * Sends a call with the token of the session, and reads its whole answer. If the service does not
   * accept the token, the call waits until there is another one, and is sent again: a refused call
   * has had no effect.
   *
   * @param read reads the answer of a call that has succeeded
   * @throws ProblemError if the service refuses the call
   * @throws TypeError if there is no answer
   * @throws LateError if the answer is not complete within the limit, which is 15 s if the options have none
   * @throws DOMException AbortError if the user signs out before a refused call is sent again
   */
  send<T>(
    path: string,
    init: RequestInit,
    options: CallOptions,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    return this.#accepted(path, init, { ...options, limitMs: options.limitMs ?? READ_MS }, read);
  }

  /**
   * Opens a stream or a file, which may take any time. The limit of the options is that of its beginning; without
   * one, that may take any time too.
   *
   * @throws what {@link send} throws
   */
  open(path: string, options: CallOptions): Promise<Response> {
    return this.#accepted(path, { method: 'GET' }, options, async (response) => response);
  }

  /** Sends the call until the service accepts its token. */
  async #accepted<T>(
    path: string,
    init: RequestInit,
    options: CallOptions,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { user } = this.#session;
    for (let isFirst = true; ; isFirst = false) {
      const token = this.#session.token;
      const attempt = async (signal: AbortSignal | undefined) => {
        const response = await this.#fetched(path, init, options, token, signal);
        if (!response.ok) {
          throw await problemOf(response);
        }
        return read(response);
      };
      const { limitMs, signal } = options;
      try {
        return await (limitMs === undefined ? attempt(signal) : within(limitMs, signal, attempt));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.status !== 401) {
          throw error;
        }
        user.throwIfAborted();
        const { scope, onAsked } = options;
        await this.#session.renewed(token, error.message, { signal, mayRenew: isFirst, scope, onAsked });
      }
    }
  }

  #fetched(
    path: string,
    init: RequestInit,
    options: CallOptions,
    token: string | null,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    return fetch(this.#origin + path, {
      ...init,
      headers: {
        ...options.headers,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      cache: 'no-store',
      credentials: 'omit',
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  return {
    freshness: {
      position: Number(response.headers.get('Stock-Position') ?? 0),
      lagMs: Number(response.headers.get('Stock-Lag-Ms') ?? 0),
      at: new Date(),
    },
    body: (await response.json()) as T,
  };
}

/** The path of an id in the API: one segment, percent-encoded once. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}
