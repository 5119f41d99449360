import type { Generation, Projection } from '../api/operation';
import { Instant } from '../parts/Instant';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';
import type { Admin } from './admin';
import { actionsOn, progressText, unreadText, type GenerationAction } from './progress';

interface Props {
  readonly projections: readonly Projection[];
  /** Since when nothing was read; null if the projections are current. */
  readonly unread: Date | null;
  readonly onAction: (action: GenerationAction, projection: Projection, generation: Generation) => void;
  readonly admin: Admin;
}

const NOTE =
  'A rebuild makes a new generation while the old one serves, compares their rows, and swaps all replicas to it if ' +
  'they are equal.';

const LABELS: Record<GenerationAction, string> = {
  rebuild: 'Rebuild…',
  cancel: 'Cancel…',
  'swap-in': 'Swap in…',
  'swap-back': 'Swap back…',
};

/** All generations of the read models, with their rebuilds. */
export function Generations({ projections, unread, onAction, admin }: Props) {
  return (
    <TableSection title="Generations and rebuilds" note={unread === null ? NOTE : `${unreadText(unread)} ${NOTE}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Read model</th>
            <th scope="col" class="amount">
              Generation
            </th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
            <th scope="col">Progress</th>
            <th scope="col">Comparison</th>
            <th scope="col" class="amount">
              Held products
            </th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {projections.flatMap((projection) =>
            projection.generations.map((generation) => (
              <tr key={`${projection.name} ${generation.generation}`}>
                <th scope="row">{projection.name}</th>
                <td class="amount">
                  {generation.generation} <span class="quiet">(version {generation.version})</span>
                </td>
                <td>
                  <span class={stateClass(generation, unread)}>{generation.state}</span>
                </td>
                <td>
                  <Instant at={generation.stateSince} />
                </td>
                <td>
                  {generation.state === 'building' && (
                    <progress
                      max={Math.max(1, generation.eventsTotal)}
                      value={generation.eventsDone}
                      aria-label={`Rebuild of ${projection.name}`}
                    />
                  )}
                  {progressText(generation)}
                </td>
                <td class={generation.checksums === 'different' ? 'late' : ''}>
                  {generation.checksums ?? '–'}
                </td>
                <td class="amount">
                  <Quantity value={generation.heldProducts} />
                </td>
                <td>
                  <div class="actions">
                    {actionsOn(projection, generation).map((action) => (
                      <button
                        type="button"
                        key={action}
                        onClick={() => onAction(action, projection, generation)}
                        {...admin}
                      >
                        {LABELS[action]}
                        <span class="hidden">
                          {' '}
                          {projection.name}, generation {generation.generation}
                        </span>
                      </button>
                    ))}
                  </div>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </TableSection>
  );
}

function stateClass({ state }: Generation, unread: Date | null): string {
  if (state === 'differs') {
    return 'stream broken';
  }
  return state === 'serving' && unread === null ? 'stream live' : 'stream';
}
