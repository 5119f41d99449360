import type { OidcConfig } from '../session/oidc';
import { problemOf } from './failure';

/** What the query service tells the console at its start. */
export interface Config {
  /** Whether calls need a token. */
  readonly security: boolean;
  /** The origin of the command service; null if it is that of the console. */
  readonly commandUrl: string | null;
  /** Where users sign in; null if they paste a token, and absent in a replica of an earlier version. */
  readonly oidc?: OidcConfig | null;
}

/** Reads the configuration, which needs no token. */
export async function readConfig(): Promise<Config> {
  const response = await fetch('/console/config.json', { cache: 'no-store' });
  if (!response.ok) {
    throw await problemOf(response);
  }
  return (await response.json()) as Config;
}
