import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../main/web/api/failure';
import { parseMetrics } from '../../main/web/api/metrics';
import { LateError } from '../../main/web/api/timeLimit';
import {
  COMMAND_COUNTERS,
  mean,
  missingReason,
  OtherServiceError,
  rate,
  withMetrics,
  type Figures,
} from '../../main/web/operation/figures';

const APPLICATION = 'stockledger-command';

function answer(started: number, recorded: number, refused = 0, appends = 0, seconds = 0, application = APPLICATION) {
  return parseMetrics(`
process_start_time_seconds ${started}
stockledger_build_info{application="${application}",version="1"} 1
stockledger_commands_total{outcome="recorded",type="ship-stock"} ${recorded}
stockledger_commands_total{outcome="insufficient-stock",type="reserve-stock"} ${refused}
stockledger_append_seconds_count ${appends}
stockledger_append_seconds_sum ${seconds}
`);
}

function after(...answers: ReturnType<typeof answer>[]): Figures {
  return answers.reduce<Figures | null>(
    (before, metrics, i) => withMetrics(before, metrics, i * 2_000, COMMAND_COUNTERS, APPLICATION),
    null,
  )!;
}

describe('the figures of a service', () => {
  test('accepted and refused commands are counted apart', () => {
    const figures = after(answer(1, 10, 5), answer(1, 30, 6));
    expect(rate(figures, 'accepted')).toBe(10);
    expect(rate(figures, 'refused')).toBe(0.5);
  });

  test('a mean is known only if there was something in the last ten seconds', () => {
    const before = answer(1, 0, 0, 4, 1);
    expect(mean(after(before, answer(1, 0, 0, 8, 1.02)), 'appendSeconds', 'appends')).toBeCloseTo(0.005);
    expect(mean(after(before, before), 'appendSeconds', 'appends')).toBeNull();
  });

  test('the counters of another process are not compared', () => {
    expect(rate(after(answer(1, 10), answer(2, 500)), 'accepted')).toBeNull();
  });

  test('the metrics of the other service are refused', () => {
    expect(() => after(answer(1, 1, 0, 0, 0, 'stockledger-query'))).toThrow(OtherServiceError);
    const other = new OtherServiceError('The address shows the metrics of x.');
    expect(missingReason(other, 'command service', 'metrics')).toContain('behind one origin');
  });

  test('missing metrics have a reason', () => {
    const problem = (status: number, title: string, detail: string) =>
      new ProblemError({ type: '', status, title, detail }, null);
    const closed = problem(404, 'The path does not exist', 'path');
    expect(missingReason(closed, 'query service', 'metrics')).toContain('a port of their own');
    expect(missingReason(closed, 'query service', 'health')).toContain('gateway');
    expect(missingReason(problem(403, 'Forbidden', 'it needs a scope'), 'query service', 'metrics')).toBe(
      'Forbidden: it needs a scope.',
    );
    expect(missingReason(new LateError(15_000), 'query service', 'health')).toBe(
      'The query service did not answer within 15 s.',
    );
    expect(missingReason(new TypeError('fetch'), 'command service', 'health')).toContain(
      'The command service did not answer',
    );
  });
});
