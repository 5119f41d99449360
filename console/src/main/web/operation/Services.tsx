import { quantity, time } from '../format/format';
import { FigureList, type Figure } from './FigureList';
import { mean, missingReason, rate, type Figures } from './figures';
import { unreadSince } from './poller';
import { rateText, secondsText } from './rateText';
import { UnreadNote } from './UnreadNote';
import type { Service } from './useService';

/** The figures of the replica that answers this page. */
export function QueryServiceSection({ service }: { readonly service: Service }) {
  return <ServiceSection title="Query service" name="query service" service={service} figuresOf={queryFigures} />;
}

/** The figures of the instance that answers this page. */
export function CommandServiceSection({ service }: { readonly service: Service }) {
  return <ServiceSection title="Command service" name="command service" service={service} figuresOf={commandFigures} />;
}

interface Props {
  readonly title: string;
  readonly name: string;
  readonly service: Service;
  readonly figuresOf: (figures: Figures | null) => readonly Figure[];
}

function ServiceSection({ title, name, service, figuresOf }: Props) {
  const { readiness, health, figures, metrics } = service;
  const version = figures?.metrics.all('stockledger_build_info')[0]?.labels['version'];
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p>
        {health.error !== null ? (
          <span class="stream broken">Its health cannot be read: {missingReason(health.error, name, 'health')}</span>
        ) : readiness === null ? (
          'Reading its health'
        ) : !health.isCurrent ? (
          <span class="stream broken">Its health is not known: it has not answered since {time(health.readAt!)}</span>
        ) : (
          <span class={readiness.isReady ? 'stream live' : 'stream broken'}>
            {readiness.isReady ? 'ready' : 'not ready'}
          </span>
        )}
        {version !== undefined && <span class="quiet"> version {version}</span>}
      </p>
      {metrics.error === null ? (
        <>
          <UnreadNote since={unreadSince(metrics)} />
          <FigureList figures={figuresOf(figures)} />
        </>
      ) : (
        <p class="note warn">
          Its metrics cannot be read. {missingReason(metrics.error, name, 'metrics')} Missing are:{' '}
          {figuresOf(null)
            .map((figure) => figure.name.toLowerCase())
            .join(', ')}
          .
        </p>
      )}
    </section>
  );
}

function commandFigures(figures: Figures | null): readonly Figure[] {
  const leading = gauge(figures, 'stockledger_relay_leading');
  return [
    { name: 'Commands accepted per second', value: rateOf(figures, 'accepted') },
    { name: 'Commands refused per second', value: rateOf(figures, 'refused') },
    { name: 'Queue depth', value: count(figures, 'stockledger_queue_depth') },
    { name: 'Time of an append', value: meanSeconds(figures, 'appendSeconds', 'appends') },
    { name: 'Commands per batch', value: figures && rateText(mean(figures, 'batchCommands', 'batches')) },
    { name: 'Products in memory', value: count(figures, 'stockledger_cached_products') },
    { name: 'Relay of this instance', value: leading === null ? null : leading === 1 ? 'publishes' : 'stands by' },
    { name: 'Oldest unpublished event', value: secondsText(gauge(figures, 'stockledger_relay_lag_seconds')) },
    { name: 'Repairs for replicas', value: count(figures, 'stockledger_relay_repairs_total') },
  ];
}

function queryFigures(figures: Figures | null): readonly Figure[] {
  return [
    { name: 'Events applied to inventory per second', value: rateOf(figures, 'inventoryEvents') },
    { name: 'Time of a batch', value: meanSeconds(figures, 'batchSeconds', 'batches') },
    { name: 'Missing events', value: count(figures, 'stockledger_missing_events') },
    { name: 'Requests for missing events', value: count(figures, 'stockledger_repair_requests_total') },
    { name: 'Waiting reads and change streams', value: count(figures, 'stockledger_change_feed_waiting') },
    { name: 'Running exports', value: count(figures, 'stockledger_exports_running') },
  ];
}

function rateOf(figures: Figures | null, counter: string): string | null {
  return figures && rateText(rate(figures, counter));
}

function meanSeconds(figures: Figures | null, sum: string, steps: string): string | null {
  return figures && secondsText(mean(figures, sum, steps));
}

function gauge(figures: Figures | null, name: string): number | null {
  return figures === null ? null : figures.metrics.sum(name);
}

function count(figures: Figures | null, name: string): string | null {
  const value = gauge(figures, name);
  return value === null ? null : quantity(value);
}
