import { useState } from 'preact/hooks';
import { readMetrics, readReadiness, type Readiness } from '../api/actuator';
import type { Api } from '../api/client';
import { withMetrics, type Counters, type Figures } from './figures';
import type { PollState } from './poller';
import { usePolling } from './usePolling';

const METRICS_PERIOD_MS = 2_000;
const READINESS_PERIOD_MS = 5_000;

/** The health and the metrics of one service. */
export interface Service {
  readonly readiness: Readiness | null;
  /** How current its readiness is. */
  readonly health: PollState;
  readonly figures: Figures | null;
  /** How current its figures are. */
  readonly metrics: PollState;
}

/** Follows a service while the page is visible. */
export function useService(api: Api, counters: Counters, application: string): Service {
  const [readiness, setReadiness] = useState<Readiness | null>(null);
  const [figures, setFigures] = useState<Figures | null>(null);
  const health = usePolling(async (signal) => setReadiness(await readReadiness(api, signal)), READINESS_PERIOD_MS);
  const metrics = usePolling(async (signal) => {
    const answer = await readMetrics(api, signal);
    setFigures((before) => withMetrics(before, answer, Date.now(), counters, application));
  }, METRICS_PERIOD_MS);
  return { readiness, health, figures, metrics };
}
