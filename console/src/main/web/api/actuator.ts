import type { Api } from './client';
import { ProblemError } from './failure';
import { parseMetrics, type Metrics } from './metrics';

/** The leader of the relay, as a command service sees it. */
export interface RelayLeader {
  /** The name of the instance, or `none`. */
  readonly leader: string;
  readonly term: number;
  readonly since: string;
  readonly activity: string;
}

export interface Readiness {
  readonly isReady: boolean;
  /** Absent with security on, when the port of the service shows the status only. */
  readonly relay?: RelayLeader;
}

/** Reads whether a service can answer requests. This needs no token. */
export async function readReadiness(api: Api, signal: AbortSignal): Promise<Readiness> {
  try {
    const { body } = await api.get<Health>('/actuator/health/readiness', { signal });
    const relay = body.components?.eventStore?.details?.relay;
    return { isReady: body.status === 'UP', ...(relay === undefined ? {} : { relay }) };
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 503) {
      return { isReady: false };
    }
    throw error;
  }
}

interface Health {
  readonly status: string;
  readonly components?: { readonly eventStore?: { readonly details?: { readonly relay?: RelayLeader } } };
}

export async function readMetrics(api: Api, signal: AbortSignal): Promise<Metrics> {
  const options = { signal, headers: { Accept: 'text/plain' } };
  return parseMetrics(await api.send('/actuator/prometheus', { method: 'GET' }, options, (answer) => answer.text()));
}
