import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { dismissDeadLetter, getDeadLetter, type DeadLetter, type DeadLetterContent } from '../api/operation';
import { useServices } from '../app/services';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { FailureNote } from '../parts/FailureNote';

interface DismissProps {
  readonly letter: DeadLetter;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

export function DismissDialog({ letter, onDone, onClose }: DismissProps) {
  const { queries } = useServices();
  return (
    <ConfirmDialog
      title={`Dismiss letter ${letter.id}`}
      label="Dismiss"
      run={async () => {
        await dismissDeadLetter(queries, letter.id);
        onDone(`Letter ${letter.id} is dismissed.`);
      }}
      onClose={onClose}
    >
      <p>
        From now on the record at offset {letter.offset} of partition {letter.partition} is treated as if it were not in
        the topic, also by later rebuilds, and its content is no longer kept. This cannot be taken back.
      </p>
      <p>
        {letter.productId === undefined ? (
          'It has no product in its key, so no product is released.'
        ) : (
          <>
            If <bdi class="code">{letter.productId}</bdi> is held only because of this record, it is released. If its
            next event is missing, it stays held.
          </>
        )}
      </p>
    </ConfirmDialog>
  );
}

interface ContentProps {
  readonly letter: DeadLetter;
  readonly onClose: () => void;
}

/** The key, the headers and the value of a record. */
export function ContentDialog({ letter, onClose }: ContentProps) {
  const { queries } = useServices();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [content, setContent] = useState<DeadLetterContent | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const abort = new AbortController();
    getDeadLetter(queries, letter.id, abort.signal).then(setContent, (error: unknown) => {
      if (!isAbort(error)) {
        setFailure(failureOf(error));
      }
    });
    return () => abort.abort();
  }, [queries, letter.id]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>Letter {letter.id}</h2>
      <p>{letter.cause}</p>
      {failure !== null && <FailureNote failure={failure} />}
      {content === null && failure === null && <p role="status">Reading the record</p>}
      {content !== null && (
        <>
          <h3>Key</h3>
          <pre tabIndex={0}>{content.key ?? 'none'}</pre>
          <h3>Headers</h3>
          <pre tabIndex={0}>
            {Object.entries(content.headers ?? {})
              .map(([name, value]) => `${name}: ${value}`)
              .join('\n') || 'none'}
          </pre>
          <h3>Value, at most 64 KiB of it</h3>
          <pre tabIndex={0} class="tall">
            {content.value ?? 'none'}
          </pre>
        </>
      )}
      <p class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
