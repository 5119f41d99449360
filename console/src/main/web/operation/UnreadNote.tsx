import { unreadText } from './progress';

/** Says that the values below are old; nothing while they are current. */
export function UnreadNote({ since }: { readonly since: Date | null }) {
  return since === null ? null : <p class="quiet">{unreadText(since)}</p>;
}
