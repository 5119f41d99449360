import assert from 'node:assert/strict';
import { open } from '../page.mjs';

const A = 'Z-FORECAST/a ü';
const B = 'Z-FORECAST-b';
const [ORDER, OTHER, SALE, NEW_OWNER] = ['forecast-1', 'forecast-2', 'forecast-3', 'forecast-4'];

const lines = (...each) => JSON.stringify(each);

/** Every command at least once, with the values of its form. */
const COMMANDS = [
  ['register-product', { productId: A, name: 'a', sku: 's', initialQuantity: 100 }],
  ['register-product', { productId: B, name: 'b', sku: 's', initialQuantity: 60, warehouseId: 'east' }],
  ['set-stock-policy', { productId: A, safetyStock: 5, backorderLimit: 7 }],
  ['receive-stock', { productId: A, warehouseId: 'east', quantity: 20, reference: 'r', blocked: true }],
  ['reserve-stock', { productId: A, orderId: ORDER, quantity: 10, warehouseId: 'main', expiresInSeconds: 900 }],
  [
    'reserve-stock',
    { productId: A, orderId: ORDER, quantity: 10, warehouseId: 'main', expiresInSeconds: 1800, extend: true },
  ],
  ['change-reservation', { productId: A, orderId: ORDER, quantity: 12, noEnd: true }],
  ['change-reservation', { productId: A, orderId: ORDER, anywhere: true }],
  ['ship-stock', { productId: A, orderId: ORDER, warehouseId: 'main', quantity: 4 }],
  ['ship-stock', { productId: A, orderId: ORDER, warehouseId: 'main', quantity: 10, beyondReservation: true }],
  ['return-stock', { productId: A, orderId: ORDER, warehouseId: 'east', quantity: 3, reason: 'x', blocked: true }],
  ['adjust-stock', { productId: A, warehouseId: 'main', newQuantity: 80, reason: 'x' }],
  // Below what is blocked there, and of a version after which goods have moved.
  ['count-stock', { productId: A, warehouseId: 'east', countedQuantity: 11, reference: 'c' }],
  ['count-stock', { productId: A, warehouseId: 'main', countedQuantity: 100, reference: 'c', asOfVersion: 3 }],
  ['transfer-stock', { productId: A, fromWarehouseId: 'main', toWarehouseId: 'west', quantity: 9, reference: 't' }],
  ['block-stock', { productId: A, warehouseId: 'west', quantity: 4, reason: 'x' }],
  ['unblock-stock', { productId: A, warehouseId: 'west', quantity: 1, reason: 'x' }],
  ['write-off-stock', { productId: A, warehouseId: 'west', quantity: 2, reason: 'x', blocked: true }],
  ['rename-product', { productId: A, name: 'c' }],
  [
    'reserve-order',
    { orderId: OTHER, lines: lines({ productId: A, quantity: 5 }, { productId: B, quantity: 6, warehouseId: 'east' }) },
  ],
  [
    'change-order',
    {
      orderId: OTHER,
      expiresInSeconds: 5000,
      lines: lines({ productId: A, quantity: 8, warehouseId: 'main' }, { productId: B, quantity: 2, anywhere: true }),
    },
  ],
  [
    'ship-order',
    {
      orderId: OTHER,
      lines: lines(
        { productId: A, quantity: 3, warehouseId: 'main' },
        { productId: A, quantity: 2, warehouseId: 'west' },
        { productId: B, quantity: 2, warehouseId: 'east' },
      ),
    },
  ],
  [
    'return-order',
    {
      orderId: OTHER,
      lines: lines(
        { productId: A, quantity: 3, warehouseId: 'main', reason: 'x' },
        { productId: B, quantity: 1, warehouseId: 'east', reason: 'x', blocked: true },
      ),
    },
  ],
  [
    'sell-order',
    {
      orderId: SALE,
      policy: 'partial',
      lines: lines(
        { productId: B, quantity: 3, warehouseId: 'east' },
        { productId: A, quantity: 999, warehouseId: 'west' },
        { productId: B, quantity: 2, warehouseId: 'east' },
      ),
    },
  ],
  ['reassign-order', { orderId: OTHER, toOrderId: NEW_OWNER }],
  ['reserve-stock', { productId: A, orderId: SALE, quantity: 3, warehouseId: 'main' }],
  ['cancel-reservation', { productId: A, orderId: SALE }],
  ['cancel-order', { orderId: NEW_OWNER }],
  ['archive-product', { productId: A }],
  ['restore-product', { productId: A }],
];

/** The quantities that the check of a command shows are those after it is recorded. */
export default async function forecasts(page, { console: url, commands }) {
  for (const [name, values] of COMMANDS) {
    await open(page, `${url}/console/try/${name}?${new URLSearchParams(values)}`);
    await page.getByRole('button', { name: 'Check' }).click();
    const record = page.getByRole('button', { name: 'Record' });
    await record.waitFor();
    const forecast = await forecastOf(page, values.productId);
    assert.ok(Object.keys(forecast).length > 0, name);
    await record.click();
    await page.getByText(/^The read models show it/).waitFor();
    for (const [productId, quantities] of Object.entries(forecast)) {
      const item = await (await fetch(`${commands}/v1/products/${encodeURIComponent(productId)}`)).json();
      assert.deepEqual({ ...quantitiesOf(item), ...quantities }, quantitiesOf(item), `${name} of ${productId}`);
    }
  }
  const links = await page.getByRole('navigation', { name: 'Commands' }).getByRole('link').count();
  assert.equal(new Set(COMMANDS.map(([name]) => name)).size, links, 'each command is in this scenario');
}

/** The numbers of the column After, by product. */
async function forecastOf(page, productId) {
  const tables = await page
    .getByRole('region', { name: /^Quantities/ })
    .evaluateAll((regions) =>
      regions.map((region) => [
        document.getElementById(region.getAttribute('aria-labelledby')).textContent,
        [...region.querySelectorAll('tbody tr')].map(({ children }) => [
          children[0].textContent,
          children[2]?.textContent,
        ]),
      ]),
    );
  return Object.fromEntries(
    tables.map(([title, rows]) => [
      /^Quantities of (.*)$/.exec(title)?.[1] ?? productId,
      Object.fromEntries(
        rows
          .filter(([label]) => QUANTITIES[label] !== undefined || label.startsWith('Warehouse '))
          .filter(([label]) => !label.startsWith('Warehouse of'))
          .map(([label, after]) => [label, Number(after.replaceAll(',', ''))]),
      ),
    ]),
  );
}

const QUANTITIES = {
  Available: 'availableStock',
  'Available to promise': 'availableToPromise',
  Reserved: 'reservedStock',
  Blocked: 'blockedStock',
  Total: 'totalStock',
  Shortfall: 'shortfall',
};

function quantitiesOf(item) {
  const ofProduct = Object.entries(QUANTITIES).map(([label, name]) => [label, item[name]]);
  const ofWarehouses = item.warehouses.flatMap(({ warehouseId, quantity, blocked, reserved }) => [
    [`Warehouse ${warehouseId}`, quantity],
    [`Warehouse ${warehouseId}, blocked`, blocked],
    [`Warehouse ${warehouseId}, reserved there`, reserved],
  ]);
  return Object.fromEntries([...ofProduct, ...ofWarehouses]);
}
