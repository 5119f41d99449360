import '../parts/parts.css';
import './app.css';
import { SignInDialog } from '../session/SignInDialog';
import { SignInPage } from '../session/SignInPage';
import { CurvePage } from '../time/CurvePage';
import { TimePage } from '../time/TimePage';
import { MovementsPage } from '../movements/MovementsPage';
import { OrderPage } from '../orders/OrderPage';
import { OrdersPage } from '../orders/OrdersPage';
import { OperationPage } from '../operation/OperationPage';
import { ProductPage } from '../product/ProductPage';
import { StockPage } from '../stock/StockPage';
import { TryPage } from '../try/TryPage';
import { Header } from './Header';
import { Link } from './Link';
import { router, type Route } from './router';
import { useServices } from './services';
import { useStore } from './store';

/** The page of the present address, below the header. */
export function App() {
  const { session } = useServices();
  const state = useStore(session.state);
  const route = useStore(router.route);
  if (state.kind === 'signed-out') {
    return <SignInPage />;
  }
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header route={route} />
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
      {state.kind === 'expired' && <SignInDialog reason={state.reason} scopes={state.scopes} />}
    </>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'stock':
      return <StockPage search={route.search} />;
    case 'product':
      return <ProductPage key={route.productId} productId={route.productId} />;
    case 'orders':
      return <OrdersPage />;
    case 'order':
      return <OrderPage key={route.orderId} orderId={route.orderId} />;
    case 'time':
      return <TimePage search={route.search} />;
    case 'curve':
      return <CurvePage key={route.productId} productId={route.productId} search={route.search} />;
    case 'movements':
      return <MovementsPage search={route.search} />;
    case 'operation':
      return <OperationPage />;
    case 'try':
      return <TryPage name={route.command} search={route.search} />;
    case 'unknown':
      return (
        <section class="text">
          <h1>There is no such page</h1>
          <p>
            The console has no page <code>{route.path}</code>. Go to{' '}
            <Link to={{ page: 'stock', search: '' }}>Stock</Link>.
          </p>
        </section>
      );
  }
}
