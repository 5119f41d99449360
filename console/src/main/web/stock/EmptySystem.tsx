import { Link } from '../app/Link';
import { useServices } from '../app/services';

/** What to do in a system without products. */
export function EmptySystem() {
  const { config } = useServices();
  const url = config.commandUrl ?? window.location.origin;
  const token = config.security
    ? ` \\\n    -H "Authorization: Bearer $(./stockledger token --scope inventory:write)"`
    : '';
  return (
    <div class="empty">
      <h2>There is no product yet</h2>
      <p>
        Register the first one with <Link to={{ page: 'try', command: 'register-product', search: '' }}>a form</Link>,
        or in a terminal, and then choose Refresh:
      </p>
      <pre tabIndex={0}>
        {`curl ${url}/v1/products -H 'Content-Type: application/json'${token} \\
    -d '{"productId": "mug-blue", "name": "Blue mug", "sku": "MUG-B", "initialQuantity": 10}'`}
      </pre>
      <p>
        Or fill the system with a sample of sales: <code>./replay</code>
      </p>
    </div>
  );
}
