import type { RelayLeader } from '../api/actuator';
import { quantity, sentence } from '../format/format';
import { Instant } from '../parts/Instant';
import type { Admin } from './admin';
import { FigureList } from './FigureList';
import { heartbeatText, type Progress } from './progress';
import { rateText } from './rateText';
import { ratePerSecond } from './readings';
import { Sparkline } from './Sparkline';
import { UnreadNote } from './UnreadNote';

/** Up to so many events that are not published the line has the same scale. */
const UNPUBLISHED_LEAST = 100;

interface Props {
  readonly progress: Progress;
  /** Since when nothing was read; null if the progress is current. */
  readonly unread: Date | null;
  /** Null if the command service does not show it. */
  readonly leader: RelayLeader | null;
  readonly onRepublish: () => void;
  readonly admin: Admin;
}

/** What the newest heartbeat of the relay states, and who leads. */
export function RelaySection({ progress, unread, leader, onRepublish, admin }: Props) {
  const { heartbeat } = progress.answer;
  return (
    <section aria-labelledby="relay-title">
      <h2 id="relay-title">Relay</h2>
      <UnreadNote since={unread} />
      {heartbeat === undefined ? (
        <p class="note warn">
          No heartbeat has been received since this replica was started. Check that a command service runs and reaches
          Kafka.
        </p>
      ) : (
        <>
          {heartbeat.halted !== undefined && (
            <p class="note bad">
              The event log is halted, and nothing is recorded or published: {sentence(heartbeat.halted)} If the events
              database was restored on purpose, run <code>./stockledger restored</code>.
            </p>
          )}
          <FigureList
            figures={[
              { name: 'Last heartbeat', value: heartbeatText(heartbeat.ageMs, unread) },
              {
                name: 'Not published',
                value: (
                  <>
                    {quantity(heartbeat.headPosition - heartbeat.publishedPosition)}{' '}
                    <Sparkline readings={progress.unpublished} least={UNPUBLISHED_LEAST} />
                  </>
                ),
              },
              {
                name: 'Events recorded per second',
                value: unread === null ? rateText(ratePerSecond(progress.head)) : null,
              },
              { name: 'End of the log', value: quantity(heartbeat.headPosition) },
              { name: 'Term', value: quantity(heartbeat.term) },
              { name: 'Epoch', value: quantity(heartbeat.epochNumber) },
            ]}
          />
        </>
      )}
      {leader !== null && <Leader leader={leader} />}
      <button type="button" onClick={onRepublish} {...admin}>
        Publish events again…
      </button>
    </section>
  );
}

function Leader({ leader: { leader, term, since, activity } }: { readonly leader: RelayLeader }) {
  if (leader === 'none') {
    return <p class="note warn">No instance publishes, so the read models fall behind.</p>;
  }
  return (
    <p>
      Leader <bdi class="code">{leader}</bdi> in term {quantity(term)} since <Instant at={since} />: {activity}
    </p>
  );
}
