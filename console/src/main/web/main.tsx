import { render } from 'preact';
import { Api } from './api/client';
import { readConfig } from './api/config';
import { failureOf } from './api/failure';
import { App } from './app/App';
import { ServicesContext } from './app/services';
import { apply } from './app/theme';
import { FailureNote } from './parts/FailureNote';
import { Session } from './session/session';

const root = document.getElementById('console')!;

apply();
try {
  const config = await readConfig();
  const session = new Session(config.security, window.sessionStorage);
  const services = {
    config,
    session,
    queries: new Api('', session),
    commands: new Api(config.commandUrl ?? '', session),
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
