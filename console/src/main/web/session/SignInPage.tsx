import { ThemeSwitch } from '../app/ThemeSwitch';
import { useTitle } from '../parts/useTitle';
import { TokenForm } from './TokenForm';

/** The first page with security on. */
export function SignInPage() {
  useTitle('Sign in');
  return (
    <>
      <header class="top">
        <span class="brand">Stockledger</span>
        <span class="grow" />
        <ThemeSwitch />
      </header>
      <main class="text">
        <h1>Sign in</h1>
        <TokenForm />
      </main>
    </>
  );
}
