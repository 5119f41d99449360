import { instant } from '../format/format';

/** An instant in the time zone of the browser; its title has the exact text of the API, in UTC. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at}>
      {instant(at)}
    </time>
  );
}
