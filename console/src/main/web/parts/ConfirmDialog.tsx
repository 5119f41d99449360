import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { failureOf, isUnanswered, type Failure } from '../api/failure';
import { FailureNote } from './FailureNote';

interface Props {
  readonly title: string;
  /** What will happen. */
  readonly children: ComponentChildren;
  /** The name of the button that does it. */
  readonly label: string;
  readonly isPossible?: boolean;
  /** Does it. The dialog stays open with the reason if that fails. */
  readonly run: () => Promise<void>;
  readonly service?: string;
  /** Called when the dialog closes, also after it has been done. */
  readonly onClose: () => void;
}

const MAY_BE_DONE = 'It may have been done all the same: look at the state on the page before you repeat it.';

/** Asks before something is done. */
export function ConfirmDialog({ title, children, label, isPossible = true, run, service, onClose }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const confirm = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await run();
      dialog.current?.close();
    } catch (error) {
      const failed = failureOf(error, service);
      setFailure(isUnanswered(error) ? { ...failed, advice: MAY_BE_DONE } : failed);
      setBusy(false);
    }
  };

  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <form onSubmit={confirm}>
        <h2 id={id}>{title}</h2>
        {children}
        {failure !== null && <FailureNote failure={failure} />}
        <p class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Do nothing
          </button>
          <button type="submit" class="main" disabled={isBusy || !isPossible}>
            {label}
          </button>
        </p>
      </form>
    </dialog>
  );
}
