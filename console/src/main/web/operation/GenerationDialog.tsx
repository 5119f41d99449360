import { beginRebuild, cancelRebuild, swapGeneration } from '../api/operation';
import type { Api } from '../api/client';
import { useServices } from '../app/services';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import type { GenerationAction } from './progress';

/** An action on a generation of a read model, before it is confirmed. */
export interface GenerationChange {
  readonly action: GenerationAction;
  readonly name: string;
  readonly generation: number;
  /** The generation that serves now. */
  readonly serving: number;
}

interface Props {
  readonly change: GenerationChange;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

const TITLES: Record<GenerationAction, string> = {
  rebuild: 'Rebuild',
  cancel: 'Cancel the rebuild of',
  'swap-in': 'Swap in another generation of',
  'swap-back': 'Swap back',
};

const LABELS: Record<GenerationAction, string> = {
  rebuild: 'Rebuild',
  cancel: 'Cancel the rebuild',
  'swap-in': 'Swap in',
  'swap-back': 'Swap back',
};

/** Says what a rebuild, its end or a swap does, and does it. */
export function GenerationDialog({ change, onDone, onClose }: Props) {
  const { queries } = useServices();
  return (
    <ConfirmDialog
      title={`${TITLES[change.action]} ${change.name}`}
      label={LABELS[change.action]}
      run={async () => onDone(await changed(queries, change))}
      onClose={onClose}
    >
      <Effect change={change} />
    </ConfirmDialog>
  );
}

function Effect({ change: { action, generation, serving } }: { readonly change: GenerationChange }) {
  switch (action) {
    case 'rebuild':
      return (
        <>
          <p>
            A new generation applies the whole event log in separate tables, which need their own space in the views
            database. Generation {serving} serves all reads until then, and they do not change.
          </p>
          <p>
            Then the rows of both are compared. If they are equal, the new generation serves on all replicas at once,
            and generation {serving} is retained, so that you can swap back; of more than two retained generations the
            oldest is dropped. If they differ, nothing is swapped, and you decide.
          </p>
        </>
      );
    case 'cancel':
      return (
        <p>
          The rebuild ends, and the tables of generation {generation} are dropped soon after. Generation {serving}{' '}
          serves on, and no read is affected.
        </p>
      );
    case 'swap-in':
      return (
        <p>
          Generation {generation} serves on all replicas at once, although its rows differ from those of generation{' '}
          {serving}: reads may show other quantities after it. Compare the checksums in the logs of the replicas first.
          Generation {serving} is retained, so that you can swap back.
        </p>
      );
    case 'swap-back':
      return (
        <p>
          Generation {generation} serves on all replicas at once instead of generation {serving}. Both are equally
          current, so no read fails or shows an older state. Generation {serving} is retained; of more than two
          retained generations the oldest is dropped.
        </p>
      );
  }
}

/** Does it, and returns the result as a sentence. */
async function changed(queries: Api, { action, name, generation }: GenerationChange): Promise<string> {
  switch (action) {
    case 'rebuild': {
      const begun = await beginRebuild(queries, name);
      return `The rebuild of ${name} has begun, as generation ${begun.generation}.`;
    }
    case 'cancel': {
      const cancelled = await cancelRebuild(queries, name);
      return `The rebuild of ${name} is cancelled; generation ${cancelled.generation} is dropped.`;
    }
    case 'swap-in':
    case 'swap-back':
      await swapGeneration(queries, name, generation);
      return `Generation ${generation} of ${name} serves on all replicas.`;
  }
}
