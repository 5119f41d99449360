import type { Api } from '../api/client';

/**
 * The time of the services, for instants that the API compares with its own. It is that of this machine, except in a
 * sandbox, whose clock can be set forward. Durations on the page itself have the time of this machine.
 */
export class Clock {
  readonly #sandbox: Api | null;

  /** @param sandbox the API of the query service of a sandbox; null outside a sandbox */
  constructor(sandbox: Api | null) {
    this.#sandbox = sandbox;
  }

  /**
   * The present time in milliseconds since 1970.
   *
   * @throws what {@link Api.send} throws, in a sandbox
   */
  async nowMs(signal: AbortSignal): Promise<number> {
    if (this.#sandbox === null) {
      return Date.now();
    }
    return Date.parse((await this.#sandbox.get<{ readonly now: string }>('/sandbox/clock', { signal })).body.now);
  }
}
