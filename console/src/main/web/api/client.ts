import type { Session } from '../session/session';
import { problemOf } from './failure';

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
    return answerOf<T>(await this.send(path, { method: 'GET' }, options));
  }

  async post<T>(path: string, body: unknown, options: CallOptions = {}): Promise<Answer<T>> {
    const headers = { ...options.headers, 'Content-Type': 'application/json' };
    const init = { method: 'POST', body: JSON.stringify(body) };
    return answerOf<T>(await this.send(path, init, { ...options, headers }));
  }

  /**
   * Sends a call with the token of the session. If the service does not accept the token, the call
   * waits until there is another one, and is sent again: a refused call has had no effect.
   *
   * @throws ProblemError if the service refuses the call
   * @throws TypeError if there is no answer
   * @throws DOMException AbortError if the user signs out before a refused call is sent again
   */
  async send(path: string, init: RequestInit, options: CallOptions = {}): Promise<Response> {
    const { user } = this.#session;
    for (let isFirst = true; ; isFirst = false) {
      const token = this.#session.token;
      const response = await fetch(this.#origin + path, {
        ...init,
        headers: {
          ...options.headers,
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        cache: 'no-store',
        credentials: 'omit',
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      if (response.ok) {
        return response;
      }
      const error = await problemOf(response);
      if (response.status !== 401) {
        throw error;
      }
      user.throwIfAborted();
      await this.#session.renewed(token, error.message, options.signal, isFirst);
    }
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
