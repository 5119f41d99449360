import { describe, expect, test } from 'vitest';
import { parseMetrics } from '../../main/web/api/metrics';

const TEXT = `# HELP stockledger_commands_total Commands by type
# TYPE stockledger_commands_total counter
stockledger_commands_total{outcome="recorded",type="reserve-stock"} 12.0
stockledger_commands_total{outcome="insufficient-stock",type="reserve-stock"} 3.0
stockledger_queue_depth 7
stockledger_relay_heartbeat_age_seconds NaN
bucket{le="+Inf",path="a\\\\b \\"c\\" {d},e\\n"} +Inf 1700000000000
not a sample
`;

describe('the metrics of a service', () => {
  const metrics = parseMetrics(TEXT);

  test('the samples of a name are summed, all or some of them', () => {
    expect(metrics.sum('stockledger_commands_total')).toBe(15);
    expect(metrics.sum('stockledger_commands_total', ({ outcome }) => outcome === 'recorded')).toBe(12);
    expect(metrics.sum('stockledger_commands_total', () => false)).toBe(0);
    expect(metrics.sum('stockledger_queue_depth')).toBe(7);
  });

  test('a metric that the service does not have is null, not 0', () => {
    expect(metrics.sum('stockledger_none')).toBeNull();
    expect(metrics.all('not')).toEqual([]);
  });

  test('labels may have quotes, backslashes, braces and line breaks', () => {
    expect(metrics.all('bucket')).toEqual([{ labels: { le: '+Inf', path: 'a\\b "c" {d},e\n' }, value: Infinity }]);
  });

  test('a value may be unknown', () => {
    expect(metrics.sum('stockledger_relay_heartbeat_age_seconds')).toBeNaN();
  });
});
