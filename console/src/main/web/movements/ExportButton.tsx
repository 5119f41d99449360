import { useEffect, useRef, useState } from 'preact/hooks';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { movementsPath } from '../api/movements';
import { useServices } from '../app/services';
import { bytes } from '../format/format';
import { FailureNote } from '../parts/FailureNote';
import { download, fileNameOf, INCOMPLETE, IncompleteFileError } from './download';

/** Saves all movements of the filters as a CSV file. */
export function ExportButton({ query }: { readonly query: URLSearchParams }) {
  const { queries } = useServices();
  const [received, setReceived] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = useRef<AbortController | null>(null);
  useEffect(() => () => run.current?.abort(), []);

  const start = async () => {
    const abort = new AbortController();
    run.current = abort;
    setFailure(null);
    setReceived(0);
    try {
      await download(queries, movementsPath(query), fileNameOf(new Date()), setReceived, abort.signal);
    } catch (error) {
      if (!isAbort(error)) {
        setFailure(error instanceof IncompleteFileError ? INCOMPLETE : failureOf(error));
      }
    }
    setReceived(null);
  };

  return (
    <div class="export">
      {received === null ? (
        <button type="button" onClick={start} title="Saves all movements of these filters as a file, the oldest first">
          Export as CSV
        </button>
      ) : (
        <>
          <span role="status">Exporting, {bytes(received)}</span>
          <button type="button" onClick={() => run.current?.abort()}>
            Cancel
          </button>
        </>
      )}
      {failure !== null && <FailureNote failure={failure} />}
    </div>
  );
}
