import type { Failure } from '../api/failure';
import { FaultList } from './FaultList';

interface Props {
  readonly failure: Failure;
  readonly onRetry?: () => void;
}

/** An error with its cause and what to do. */
export function FailureNote({ failure, onRetry }: Props) {
  return (
    <div class="failure" role="alert">
      <strong>{failure.title}</strong>
      {failure.detail !== '' && <p>{failure.detail}</p>}
      {failure.faults !== undefined && <FaultList faults={failure.faults} />}
      {failure.advice !== '' && <p>{failure.advice}</p>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
