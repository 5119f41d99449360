import type { Api } from '../api/client';
import type { Failure } from '../api/failure';

/** A file that has begun to arrive and is not complete. */
export class IncompleteFileError extends Error {}

/**
 * Reads a file with the token of the session, and hands it to the browser as a download. A plain
 * link could not send the token. The browser keeps the parts of a large file outside of the page.
 *
 * @param onBytes called with the bytes that have arrived so far
 * @throws IncompleteFileError if the service or the network has ended the file early
 */
export async function download(
  api: Api,
  path: string,
  fileName: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await api.open(path, { headers: { Accept: 'text/csv' }, signal });
  const counted = response.body!.pipeThrough(counter(onBytes));
  let file: Blob;
  try {
    file = await new Response(counted).blob();
  } catch (error) {
    signal.throwIfAborted();
    throw new IncompleteFileError('The file is not complete', { cause: error });
  }
  signal.throwIfAborted();
  const url = URL.createObjectURL(new Blob([file], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}

export const INCOMPLETE: Failure = {
  title: 'The file is not complete, and is not saved',
  detail:
    'The service has ended it early, because it took too long or because the service stops, ' +
    'or the connection was lost.',
  advice: 'Narrow the filters, for example to a shorter period, and try again.',
};

const REVOKE_MS = 60_000;

function counter(onBytes: (bytes: number) => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(part, controller) {
      bytes += part.byteLength;
      onBytes(bytes);
      controller.enqueue(part);
    },
  });
}

/** The name of a file of this moment, without characters that some systems do not allow. */
export function fileNameOf(now: Date): string {
  return `movements-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.csv`;
}
