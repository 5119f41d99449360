import { useState } from 'preact/hooks';
import { failureOf, type Failure } from '../api/failure';
import { useServices } from '../app/services';
import { FailureNote } from '../parts/FailureNote';
import { tokenCommand, type Scope } from './scopes';
import { checkToken, isToken, tokenOf } from './check';
import './session.css';

const NO_TOKEN: Failure = {
  title: 'This is not a token',
  detail: 'A token has only letters, digits, dots, hyphens and underscores.',
  advice: 'Paste the whole output of the command above.',
};

interface Props {
  /** The scopes that the token should have. */
  readonly scopes: readonly Scope[];
}

/** Takes a token, and signs in when the service accepts it. */
export function TokenForm({ scopes }: Props) {
  const { session } = useServices();
  const [input, setInput] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    const token = tokenOf(input);
    if (!isToken(token)) {
      setFailure(NO_TOKEN);
      return;
    }
    setBusy(true);
    try {
      await checkToken(token);
      session.renewal?.end();
      session.signIn(token);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };

  return (
    <form class="token" onSubmit={submit}>
      <p>
        A token with the {scopes.length === 1 ? 'scope' : 'scopes'} <code>{scopes.join(' ')}</code>. A system that{' '}
        <code>./run --secure</code> has started makes one with:
      </p>
      <pre>{tokenCommand(scopes)}</pre>
      <label for="token">Token</label>
      <textarea
        id="token"
        rows={5}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        required
        value={input}
        onInput={(event) => setInput(event.currentTarget.value)}
      />
      {failure !== null && <FailureNote failure={failure} />}
      <button type="submit" class="main" disabled={isBusy}>
        {isBusy ? 'Checking the token' : 'Sign in'}
      </button>
      <p class="quiet">The token stays in this tab, and is forgotten when the tab is closed.</p>
    </form>
  );
}
