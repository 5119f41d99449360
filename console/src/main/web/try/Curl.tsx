import { useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { curlOf, type CommandRequest } from './values';

interface Props {
  readonly request: CommandRequest;
  /** The headers of the command that was checked; null for its dry run. */
  readonly headers: Readonly<Record<string, string>> | null;
}

/** The call as a command line, without the token. */
export function Curl({ request, headers }: Props) {
  const { config } = useServices();
  const [note, setNote] = useState('');
  const origin = config.commandUrl ?? window.location.origin;
  const url = origin + request.path + (headers === null ? '?dryRun=true' : '');
  const text = curlOf(url, request, headers ?? {}, config.security);
  const copy = () => {
    // The clipboard is missing in pages without TLS.
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setNote('Copied'),
      () => setNote('The browser does not allow it here. Mark the text and copy it.'),
    );
  };
  return (
    <details class="try-curl">
      <summary>{headers === null ? 'The dry run as curl' : 'The recording as curl'}</summary>
      <pre tabIndex={0} aria-label="The call as curl">
        {text}
      </pre>
      <p class="actions">
        <button type="button" onClick={copy}>
          Copy
        </button>
        <span role="status" class="quiet">
          {note}
        </span>
      </p>
    </details>
  );
}
