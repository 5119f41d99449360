import assert from 'node:assert/strict';

/** The products of the other scenarios: the ordinary ones, and those that are difficult to show. */
export const ORDINARY = 3_000;
export const DIFFICULT_ID = "A/B %2F;?#&'+ü";
export const ARABIC_NAME = 'كوب أزرق كبير';

/** An order with a line in each status; the product of a line is named after it. */
/** The product with a history of some seconds. */
export const HISTORY = 'Z-TIME 100%';
export const HISTORY_NAME = 'Enamel mug, white';

export const ORDER = 'every/status ü';
export const OTHER_ORDER = 'طلب-آخر';
export const STATUSES = [
  'open',
  'partly-shipped',
  'shipped',
  'partly-shipped-then-cancelled',
  'cancelled',
  'expired',
  'partly-shipped-then-expired',
  'reassigned',
  'partly-shipped-then-reassigned',
];

const register = (productId, name, initialQuantity, sku = `SKU-${productId}`, warehouseId = 'main') => ({
  type: 'register-product',
  productId,
  name,
  sku,
  initialQuantity,
  warehouseId,
});

const WORDS = ['mug', 'lamp', 'chair', 'clock', 'basket', 'candle', 'frame', 'kettle', 'towel', 'vase'];
const COLOURS = ['Blue', 'White', 'Crème', 'Red', 'Green', 'Grey', 'Black'];

/** The reservation of 6, with 2 of them shipped in some statuses, and what ended it. */
function orderLines() {
  return STATUSES.flatMap((status) => {
    const productId = `Z-${status}`;
    const line = { productId, orderId: ORDER };
    const lines = [
      register(productId, `Of the order: ${status}`, 50),
      // The line is shipped before it expires, also on a busy machine.
      { type: 'reserve-stock', ...line, quantity: 6, ...(status.includes('expired') ? { expiresInSeconds: 8 } : {}) },
    ];
    if (status.includes('shipped')) {
      lines.push({ type: 'ship-stock', ...line, warehouseId: 'main', quantity: status === 'shipped' ? 6 : 2 });
    }
    if (status.includes('cancelled')) {
      lines.push({ type: 'cancel-reservation', ...line });
    }
    if (status.includes('reassigned')) {
      lines.push({ type: 'reassign-order', orderId: ORDER, toOrderId: OTHER_ORDER, productIds: [productId] });
    }
    if (status === 'shipped') {
      lines.push({ type: 'return-stock', ...line, warehouseId: 'main', quantity: 1, reason: 'unwanted' });
    }
    return lines;
  });
}

function commands() {
  const lines = [];
  for (let i = 0; i < ORDINARY; i++) {
    const id = `P-${String(i).padStart(5, '0')}`;
    const name = `${COLOURS[i % COLOURS.length]} ${WORDS[i % WORDS.length]}, number ${i}`;
    lines.push(register(id, name, i % 10 === 9 ? 0 : 5 + ((i * 37) % 400), `SKU-${i}`, i % 4 === 0 ? 'east' : 'main'));
  }
  lines.push(
    ...orderLines(),
    register(DIFFICULT_ID, 'Difficult <b>name</b> & "quotes"', 12),
    register('Z-ARABIC', ARABIC_NAME, 40, 'كوب-1'),
    register('Z-GREAT', 'Many of them', 9007199254740991),
    register('Z-LONG', 'A very long name '.repeat(12).trim(), 3, 'x'.repeat(128)),
    register('Z-OLD', 'No longer sold', 7),
    { type: 'archive-product', productId: 'Z-OLD' },
    register('Z-FULL', 'Everything at once', 100),
    { type: 'receive-stock', productId: 'Z-FULL', warehouseId: 'east', quantity: 20, reference: 'delivery-7' },
    { type: 'block-stock', productId: 'Z-FULL', warehouseId: 'east', quantity: 4, reason: 'damaged' },
    { type: 'set-stock-policy', productId: 'Z-FULL', safetyStock: 5, backorderLimit: 10, reorderPoint: 90 },
    { type: 'reserve-stock', productId: 'Z-FULL', orderId: 'order-1', quantity: 12 },
    { type: 'reserve-stock', productId: 'Z-FULL', orderId: 'طلب-٢', quantity: 15, warehouseId: 'main', expiresInSeconds: 86_400 },
    { type: 'ship-stock', productId: 'Z-FULL', orderId: 'order-1', warehouseId: 'main', quantity: 5 },
  );
  return lines;
}

/** One command after the other, so that their events are apart in time. */
async function recordHistory(commandUrl) {
  const send = async (path, body) => {
    const response = await fetch(`${commandUrl}/v1/products${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Actor': 'till-3', 'X-Correlation-Id': 'market day' },
      body: JSON.stringify(body),
    });
    assert.equal(response.status < 300, true, await response.text());
  };
  const { type: _, ...product } = register(HISTORY, HISTORY_NAME, 120);
  await send('', product);
  const path = `/${encodeURIComponent(HISTORY)}`;
  for (let i = 0; i < 120; i++) {
    const orderId = `mug-order-${i}`;
    if (i % 24 === 12) {
      await send(`${path}/receipts`, { warehouseId: i % 48 === 12 ? 'east' : 'main', quantity: 60, reference: `delivery-${i}` });
    } else if (i % 40 === 30) {
      await send(`${path}/blocks`, { warehouseId: 'main', quantity: 7, reason: 'damaged' });
    } else {
      await send(`${path}/reservations`, { orderId, quantity: 1 + ((i * 7) % 4) });
      if (i % 5 < 3) {
        await send(`${path}/shipments`, { orderId, warehouseId: 'main', quantity: 1 });
      }
    }
  }
}

/** Fills the system through its API, and waits until the list shows the last product. */
export default async function fill(page, { console: url, commands: commandUrl }) {
  const response = await fetch(`${commandUrl}/v1/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: commands().map((line) => JSON.stringify(line)).join('\n') + '\n',
  });
  const refused = (await response.text()).split('\n').filter((line) => line !== '' && !/"status":20[01]/.test(line));
  assert.deepEqual(refused, []);
  await recordHistory(commandUrl);

  await page.goto(`${url}/console/stock?q=everything`);
  const row = page.locator('.body .row', { hasText: 'Z-FULL' });
  for (let attempt = 0; (await row.count()) === 0 && attempt < 60; attempt++) {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await row.waitFor({ timeout: 1_000 }).catch(() => {});
  }
  await row.waitFor();
}
