import type { Verification } from '../api/operation';
import { quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import { FigureList } from './FigureList';
import { UnreadNote } from './UnreadNote';

interface Props {
  readonly verification: Verification;
  /** Since when nothing was read; null if the verification is current. */
  readonly unread: Date | null;
}

/** The verification in the background of the replica that has answered. */
export function VerificationSection({ verification, unread }: Props) {
  const { verifiedProducts, verifiedEvents, lastRoundAt, unverifiable, differences, firstDifferences } = verification;
  return (
    <section aria-labelledby="verification-title">
      <h2 id="verification-title">Verification in the background</h2>
      <UnreadNote since={unread} />
      <FigureList
        figures={[
          { name: 'Differences', value: quantity(differences) },
          { name: 'Verified products', value: quantity(verifiedProducts) },
          { name: 'Their events', value: quantity(verifiedEvents) },
          { name: 'Not verifiable', value: quantity(unverifiable) },
          {
            name: 'All verified once more',
            value: lastRoundAt === undefined ? 'not yet' : <Instant at={lastRoundAt} />,
          },
        ]}
      />
      {differences > 0 && (
        <div class="note bad">
          The rows of read models differ from their events, so this replica is not ready. Rebuild the read models, and
          report the fault:
          <ul>
            {firstDifferences.map((difference) => (
              <li key={difference} dir="auto">
                {difference}
              </li>
            ))}
          </ul>
        </div>
      )}
      {unverifiable > 0 && (
        <p class="note warn">
          The events of some products break a rule of the stock. <code>./stockledger verify</code> names the events.
        </p>
      )}
    </section>
  );
}
