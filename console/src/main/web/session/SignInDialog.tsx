import { useLayoutEffect, useRef } from 'preact/hooks';
import { useServices } from '../app/services';
import { sentence } from '../format/format';
import { ProviderButton } from './ProviderButton';
import type { Scope } from './scopes';
import { TokenForm } from './TokenForm';

interface Props {
  /** Why the token before is not accepted. */
  readonly reason: string;
  /** The scopes that the next one should have. */
  readonly scopes: readonly Scope[];
}

/** Asks for another token above the page, which stays as it is. */
export function SignInDialog({ reason, scopes }: Props) {
  const { session, signIn } = useServices();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="sign-in-title"
      // The page behind it can do nothing without a token.
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="sign-in-title">Sign in again</h2>
      <p>{sentence(reason)} The page stays as it is, and goes on after you have signed in.</p>
      {signIn === null ? (
        <TokenForm scopes={scopes} />
      ) : (
        <>
          <ProviderButton signIn={signIn} isBeside />
          <details class="other">
            <summary>Use a token instead</summary>
            <TokenForm scopes={scopes} />
          </details>
        </>
      )}
      <button type="button" onClick={() => session.signOut()}>
        Sign out
      </button>
    </dialog>
  );
}
