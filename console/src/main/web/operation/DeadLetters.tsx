import { useEffect, useState } from 'preact/hooks';
import { failureOf, type Failure } from '../api/failure';
import { DEAD_LETTERS_MAX, listDeadLetters, retryDeadLetter, type DeadLetter, type Retry } from '../api/operation';
import { useServices } from '../app/services';
import { sentence, time } from '../format/format';
import { FailureNote } from '../parts/FailureNote';
import type { Admin } from './admin';
import { DeadLetterTable } from './DeadLetterTable';
import { ContentDialog, DismissDialog } from './LetterDialogs';
import { unreadSince } from './poller';
import { UnreadNote } from './UnreadNote';
import { usePolling } from './usePolling';

const PERIOD_MS = 5_000;
const LETTERS_STEP = 50;

interface Letters {
  readonly items: readonly DeadLetter[];
  readonly hasMore: boolean;
}

interface Props {
  readonly admin: Admin;
  readonly onDone: (text: string) => void;
}

/** The records of the topic that could not be read or applied, the newest first. */
export function DeadLetters({ admin, onDone }: Props) {
  const { queries } = useServices();
  const [letters, setLetters] = useState<Letters | null>(null);
  const [limit, setLimit] = useState(LETTERS_STEP);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [shown, setShown] = useState<DeadLetter | null>(null);
  const [dismissed, setDismissed] = useState<DeadLetter | null>(null);
  const polling = usePolling(async (signal) => {
    const { items, nextCursor } = await listDeadLetters(queries, limit, signal);
    setLetters({ items, hasMore: nextCursor !== undefined });
  }, PERIOD_MS);
  const { error, readNow } = polling;
  const unread = unreadSince(polling);

  useEffect(() => {
    if (limit > LETTERS_STEP) {
      readNow();
    }
  }, [limit]);

  const retry = async (letter: DeadLetter) => {
    setFailure(null);
    try {
      onDone(retryText(letter, await retryDeadLetter(queries, letter.id)));
      readNow();
    } catch (refusal) {
      setFailure(failureOf(refusal));
    }
  };

  return (
    <section>
      <h2 id="letters-title">Dead letters</h2>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={readNow} />}
      {failure !== null && <FailureNote failure={failure} />}
      {letters === null && error === null && <p role="status">Reading the dead letters</p>}
      {letters?.items.length === 0 && (
        <p class="none">
          {unread === null
            ? 'No record of the topic is kept as a dead letter.'
            : `No record of the topic was kept as a dead letter at ${time(unread)}.`}
        </p>
      )}
      {letters !== null && letters.items.length > 0 && (
        <>
          <UnreadNote since={unread} />
          <DeadLetterTable
            letters={letters.items}
            admin={admin}
            onShow={setShown}
            onRetry={retry}
            onDismiss={setDismissed}
          />
        </>
      )}
      {letters?.hasMore && limit < DEAD_LETTERS_MAX && (
        <button type="button" onClick={() => setLimit(Math.min(DEAD_LETTERS_MAX, limit + LETTERS_STEP))}>
          Show older letters
        </button>
      )}
      {letters?.hasMore && limit === DEAD_LETTERS_MAX && (
        <p class="quiet">There are older ones: GET /v1/dead-letters?cursor={letters.items.at(-1)?.id}</p>
      )}
      {shown !== null && <ContentDialog letter={shown} onClose={() => setShown(null)} />}
      {dismissed !== null && (
        <DismissDialog
          letter={dismissed}
          onDone={(text) => {
            onDone(text);
            readNow();
          }}
          onClose={() => setDismissed(null)}
        />
      )}
    </section>
  );
}

function retryText({ id }: DeadLetter, { result, cause }: Retry): string {
  switch (result) {
    case 'applied':
      return `The event of letter ${id} is applied, and the letter is removed.`;
    case 'already-applied':
      return `The event of letter ${id} was applied before, and the letter is removed.`;
    case 'kept':
      return sentence(`Letter ${id} is kept: ${cause ?? 'the event still cannot be applied'}`);
  }
}
