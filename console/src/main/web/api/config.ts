import type { OidcConfig } from '../session/oidc';
import { problemOf } from './failure';
import { within } from './timeLimit';

const START_MS = 15_000;

/** What the query service tells the console at its start. */
export interface Config {
  /** Whether calls need a token. */
  readonly security: boolean;
  /** The origin of the command service; null if it is that of the console. */
  readonly commandUrl: string | null;
  /** Where users sign in; null if they paste a token, and absent in a replica of an earlier version. */
  readonly oidc?: OidcConfig | null;
  /** Whether the clock of the services can be set forward; absent in a replica of an earlier version. */
  readonly sandbox?: boolean;
}

/** Reads the configuration, which needs no token. */
export async function readConfig(): Promise<Config> {
  return within(START_MS, undefined, async (signal) => {
    const response = await fetch('/console/config.json', { cache: 'no-store', signal });
    if (!response.ok) {
      throw await problemOf(response);
    }
    return (await response.json()) as Config;
  });
}
