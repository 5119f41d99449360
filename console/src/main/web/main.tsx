import './style/tokens.css';
import './style/base.css';
import { render } from 'preact';
import { Api } from './api/client';
import { readConfig } from './api/config';
import { failureOf } from './api/failure';
import { App } from './app/App';
import { Clock } from './app/clock';
import { ServicesContext } from './app/services';
import { apply } from './app/theme';
import { FailureNote } from './parts/FailureNote';
import type { OidcConfig } from './session/oidc';
import { Session } from './session/session';
import type { SignIn } from './session/signIn';
import { forgetAtSignOut } from './try/attempt';

/** Only systems with a provider load this part of the console. */
async function signInAt(config: OidcConfig, session: Session): Promise<SignIn> {
  const { SignIn } = await import('./session/signIn');
  const signIn = new SignIn(config, session, window.sessionStorage);
  if (signIn.isAnswered) {
    // Its completion takes calls of the issuer and of the query service.
    render(
      <main class="text">
        <p role="status">Signing in</p>
      </main>,
      root,
    );
  }
  await signIn.resume();
  return signIn;
}

const root = document.getElementById('console')!;

apply();
try {
  const config = await readConfig();
  const session = new Session(config.security, window.sessionStorage);
  forgetAtSignOut(session, window.sessionStorage);
  const signIn = config.oidc ? await signInAt(config.oidc, session) : null;
  const queries = new Api('', session);
  const services = {
    config,
    session,
    signIn,
    queries,
    commands: new Api(config.commandUrl ?? '', session),
    clock: new Clock(config.sandbox ? queries : null),
  };
  render(
    <ServicesContext.Provider value={services}>
      <App />
    </ServicesContext.Provider>,
    root,
  );
} catch (error) {
  render(
    <main class="text">
      <h1>The console cannot start</h1>
      <FailureNote failure={failureOf(error)} onRetry={() => window.location.reload()} />
    </main>,
    root,
  );
}
