import { useServices } from '../app/services';
import { ThemeSwitch } from '../app/ThemeSwitch';
import { useTitle } from '../parts/useTitle';
import { ProviderButton } from './ProviderButton';
import { READ } from './scopes';
import { TokenForm } from './TokenForm';

/** The first page with security on. */
export function SignInPage() {
  useTitle('Sign in');
  const { signIn } = useServices();
  return (
    <>
      <header class="top">
        <span class="brand">Stockledger</span>
        <span class="grow" />
        <ThemeSwitch />
      </header>
      <main class="text">
        <h1>Sign in</h1>
        {signIn === null ? (
          <TokenForm scopes={[READ]} />
        ) : (
          <>
            <ProviderButton signIn={signIn} isBeside={false} />
            <details class="other">
              <summary>Use a token instead</summary>
              <TokenForm scopes={[READ]} />
            </details>
            <p class="quiet">
              The client at the issuer needs the redirect URI <code>{signIn.redirectUri}</code>.
            </p>
          </>
        )}
      </main>
    </>
  );
}
