import { ProblemError } from '../api/failure';
import type { Metrics } from '../api/metrics';
import { LateError } from '../api/timeLimit';
import { sentence } from '../format/format';
import { ratePerSecond, withReading, type Reading } from './readings';

/** The metrics of one process, and the counters of the last minute. */
export interface Figures {
  readonly metrics: Metrics;
  readonly counters: Readonly<Record<string, readonly Reading[]>>;
}

/** The counters whose rates are shown, with their values in one answer. */
export type Counters = Readonly<Record<string, (metrics: Metrics) => number | null>>;

const ACCEPTED = new Set(['recorded', 'unchanged', 'replayed']);

export const COMMAND_COUNTERS: Counters = {
  accepted: (metrics) => metrics.sum('stockledger_commands_total', ({ outcome }) => ACCEPTED.has(outcome ?? '')),
  refused: (metrics) => metrics.sum('stockledger_commands_total', ({ outcome }) => !ACCEPTED.has(outcome ?? '')),
  appends: (metrics) => metrics.sum('stockledger_append_seconds_count'),
  appendSeconds: (metrics) => metrics.sum('stockledger_append_seconds_sum'),
  batches: (metrics) => metrics.sum('stockledger_batch_size_commands_count'),
  batchCommands: (metrics) => metrics.sum('stockledger_batch_size_commands_sum'),
};

export const QUERY_COUNTERS: Counters = {
  inventoryEvents: (metrics) =>
    metrics.sum('stockledger_projection_events_total', ({ projection }) => projection === 'inventory'),
  batches: (metrics) => metrics.sum('stockledger_projection_batch_time_seconds_count'),
  batchSeconds: (metrics) => metrics.sum('stockledger_projection_batch_time_seconds_sum'),
};

/** The answer of another service than the one that was asked. */
export class OtherServiceError extends Error {}

/**
 * Takes the next answer. The counters of another process are not compared with those before.
 *
 * @throws OtherServiceError if the metrics are those of another service
 */
export function withMetrics(
  before: Figures | null,
  metrics: Metrics,
  at: number,
  counters: Counters,
  application: string,
): Figures {
  const answering = metrics.all('stockledger_build_info')[0]?.labels['application'];
  if (answering !== application) {
    throw new OtherServiceError(`The address shows the metrics of ${answering ?? 'another program'}.`);
  }
  const isSame = before?.metrics.sum(STARTED) === metrics.sum(STARTED);
  const next: Record<string, readonly Reading[]> = {};
  for (const [name, valueOf] of Object.entries(counters)) {
    // A counter with labels exists only after its first increase.
    next[name] = withReading((isSame && before?.counters[name]) || [], { at, value: valueOf(metrics) ?? 0 });
  }
  return { metrics, counters: next };
}

const STARTED = 'process_start_time_seconds';

export function rate(figures: Figures, counter: string): number | null {
  return ratePerSecond(figures.counters[counter] ?? []);
}

/** The mean of what a sum has gained for each step of a count; null if there was none in 10 seconds. */
export function mean(figures: Figures, sum: string, count: string): number | null {
  const gained = rate(figures, sum);
  const steps = rate(figures, count);
  return gained === null || steps === null || steps === 0 ? null : gained / steps;
}

const ELSEWHERE = {
  metrics:
    'With security on they are on a port of their own, 1000 above that of the service, and a gateway does not ' +
    'publish them. Read /actuator/prometheus there.',
  health: 'A gateway does not publish it. Read /actuator/health/readiness of the service itself.',
} as const;

/** Why the metrics or the health of a service are missing, and what to do. */
export function missingReason(error: unknown, service: string, what: keyof typeof ELSEWHERE): string {
  if (error instanceof OtherServiceError) {
    return `${error.message} Both services are behind one origin, which does not show the metrics of both.`;
  }
  if (error instanceof ProblemError && error.problem.status === 404) {
    return ELSEWHERE[what];
  }
  if (error instanceof ProblemError) {
    const { title, detail } = error.problem;
    return sentence(detail === undefined ? title : `${title}: ${detail}`);
  }
  if (error instanceof LateError) {
    return `The ${service} did not answer within ${error.seconds} s.`;
  }
  return `The ${service} did not answer, or something in between does not allow the call.`;
}
