import type { Freshness } from '../api/client';
import type { StreamState } from '../api/changes';
import { duration, quantity, time } from '../format/format';

const LATE_MS = 5_000;

interface Props {
  readonly freshness: Freshness | null;
  readonly stream: StreamState;
}

/** How current the page is: the lag of the last answer, and whether changes arrive. */
export function FreshnessNote({ freshness, stream }: Props) {
  return (
    <p class="freshness">
      {freshness !== null && (
        <span
          class={freshness.lagMs > LATE_MS ? 'late' : ''}
          title={`Every event up to the log position ${quantity(freshness.position)} is in the answer`}
        >
          Read at {time(freshness.at)}, at most {duration(freshness.lagMs)} behind the log
        </span>
      )}
      <StreamNote stream={stream} />
    </p>
  );
}

function StreamNote({ stream }: { readonly stream: StreamState }) {
  switch (stream.kind) {
    case 'idle':
      return null;
    case 'connecting':
      return <span class="stream">Connecting to the changes</span>;
    case 'live':
      return <span class="stream live">Live</span>;
    case 'no-token':
      return (
        <span class="stream broken" role="status">
          Not live: the token has ended. Changes follow after the sign-in
        </span>
      );
    case 'broken':
      return (
        <span class="stream broken" role="status" title={stream.failure.detail}>
          Not live: {stream.failure.title}. Next attempt at {time(stream.retryAt)}
        </span>
      );
  }
}
