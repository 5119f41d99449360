import { useState } from 'preact/hooks';
import { useStore } from '../app/store';
import { FailureNote } from '../parts/FailureNote';
import type { SignIn } from './signIn';

interface Props {
  readonly signIn: SignIn;
  /** Whether the page stays, and another window is opened. */
  readonly isBeside: boolean;
}

/** Leads to the OpenID provider. */
export function ProviderButton({ signIn, isBeside }: Props) {
  const failure = useStore(signIn.failure);
  const [isBusy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    await (isBeside ? signIn.beginBeside() : signIn.begin());
    setBusy(false);
  };
  return (
    <div class="token">
      {failure !== null && <FailureNote failure={failure} />}
      <button type="button" class="main" disabled={isBusy} onClick={begin}>
        Sign in at {new URL(signIn.issuer).host}
      </button>
      <p class="quiet">
        {isBeside
          ? 'Another window opens for it, and this page stays as it is.'
          : 'You come back to this page. The token stays in this tab, and is forgotten when the tab is closed.'}
      </p>
    </div>
  );
}
