import type { Failure } from '../api/failure';

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
      {failure.advice !== '' && <p>{failure.advice}</p>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
