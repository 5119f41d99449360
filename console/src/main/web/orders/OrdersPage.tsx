import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from '../app/Link';
import { router } from '../app/router';
import { useTitle } from '../parts/useTitle';
import './orders.css';

/** Opens an order by its id. */
export function OrdersPage() {
  useTitle('Orders');
  const [input, setInput] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const open = (event: Event) => {
    event.preventDefault();
    const orderId = input.trim().normalize('NFC');
    if (orderId !== '') {
      router.open({ page: 'order', orderId });
    }
  };
  return (
    <section class="text">
      <h1>Orders</h1>
      <form class="open" role="search" aria-label="Orders" onSubmit={open}>
        <label for="order">Order id</label>
        <input
          id="order"
          ref={field}
          type="search"
          dir="auto"
          autocapitalize="off"
          autocomplete="off"
          spellcheck={false}
          required
          value={input}
          onInput={(event) => setInput(event.currentTarget.value)}
        />
        <button type="submit" class="main">
          Open
        </button>
      </form>
      <p class="quiet">
        The page of a product names the orders that hold it, and{' '}
        <Link to={{ page: 'movements', search: '' }}>Movements</Link> names the order of each event.
      </p>
    </section>
  );
}
