import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Config } from '../api/config';
import type { Session } from '../session/session';
import type { SignIn } from '../session/signIn';
import type { Clock } from './clock';

/** What every page uses. */
export interface Services {
  readonly config: Config;
  readonly session: Session;
  /** Null if users paste a token. */
  readonly signIn: SignIn | null;
  /** The API of the query service. */
  readonly queries: Api;
  /** The API of the command service. */
  readonly commands: Api;
  /** The time of both services. */
  readonly clock: Clock;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) {
    throw new Error('The component is outside of the console');
  }
  return services;
}
