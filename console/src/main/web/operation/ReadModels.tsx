import type { Projection } from '../api/operation';
import { duration, quantity } from '../format/format';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';
import { STATUS_ADVICE, unreadText, type Progress } from './progress';
import { Sparkline } from './Sparkline';

/** A lag up to this is drawn with the same scale, in milliseconds. */
const LAG_LEAST_MS = 1_000;

const NOTE = 'The line shows the lag of the last minute.';

interface Props {
  readonly progress: Progress;
  /** Since when nothing was read; null if the progress is current. */
  readonly unread: Date | null;
}

/** The status and the lag of every read model. */
export function ReadModels({ progress, unread }: Props) {
  const { projections } = progress.answer;
  const advice = new Set(projections.map(({ status }) => STATUS_ADVICE[status]).filter((text) => text !== ''));
  return (
    <>
      <TableSection title="Read models" note={unread === null ? NOTE : unreadText(unread)}>
        <table>
          <thead>
            <tr>
              <th scope="col">Read model</th>
              <th scope="col">Status</th>
              <th scope="col" class="amount">
                Lag
              </th>
              <th scope="col">Last minute</th>
              <th scope="col" class="amount">
                Events behind
              </th>
              <th scope="col" class="amount">
                Position
              </th>
              <th scope="col" class="amount">
                Held products
              </th>
              <th scope="col" class="amount">
                Generation
              </th>
            </tr>
          </thead>
          <tbody>
            {projections.map((projection) => (
              <tr key={projection.name}>
                <th scope="row">{projection.name}</th>
                <td>
                  <span class={statusClass(projection, unread)}>{projection.status}</span>
                </td>
                <td class="amount">{duration(projection.lagMs)}</td>
                <td>
                  <Sparkline readings={progress.lags[projection.name] ?? []} least={LAG_LEAST_MS} />
                </td>
                <td class="amount">
                  <Quantity value={projection.lagEvents} />
                </td>
                <td class="amount">{quantity(projection.position)}</td>
                <td class="amount">
                  <Quantity value={projection.heldProducts} />
                </td>
                <td class="amount">
                  {projection.generation} <span class="quiet">(version {projection.version})</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableSection>
      {[...advice].map((text) => (
        <p class="note warn" key={text}>
          {text}
        </p>
      ))}
    </>
  );
}

function statusClass({ status }: Projection, unread: Date | null): string {
  if (status !== 'live') {
    return 'stream broken';
  }
  return unread === null ? 'stream live' : 'stream';
}
