import { Link } from './Link';
import type { Route } from './router';
import { useServices } from './services';
import { useStore } from './store';
import { ThemeSwitch } from './ThemeSwitch';

/** The pages of the console, and what holds for all of them. */
export function Header({ route }: { readonly route: Route }) {
  const { session } = useServices();
  const state = useStore(session.state);
  return (
    <header class="top">
      <span class="brand">Stockledger</span>
      <nav aria-label="Pages">
        <Link
          to={{ page: 'stock', search: '' }}
          current={route.page === 'stock' || route.page === 'product'}
        >
          Stock
        </Link>
        <Link to={{ page: 'orders' }} current={route.page === 'orders' || route.page === 'order'}>
          Orders
        </Link>
        <Link to={{ page: 'movements', search: '' }} current={route.page === 'movements'}>
          Movements
        </Link>
        <Link to={{ page: 'time', search: '' }} current={route.page === 'time' || route.page === 'curve'}>
          Time
        </Link>
        <Link to={{ page: 'operation' }} current={route.page === 'operation'}>
          Operation
        </Link>
        <Link to={{ page: 'try', command: null, search: '' }} current={route.page === 'try'}>
          Try
        </Link>
      </nav>
      <span class="grow" />
      <ThemeSwitch />
      {state.kind !== 'open' && (
        <button type="button" onClick={() => session.signOut()}>
          Sign out
        </button>
      )}
    </header>
  );
}
