import assert from 'node:assert/strict';
import { command, open, openList } from '../page.mjs';

const PRODUCT = 'P-00002';
const PATH = `/v1/products/${PRODUCT}`;

/** A change is seen without a reload, in the list and on the page of the product. */
export default async function live(page, values) {
  const { console: url } = values;
  await openList(page, url);
  const available = page.locator('.body .row', { hasText: PRODUCT }).locator('.available');
  const before = Number(await available.innerText());
  await command(page, values, 'POST', `${PATH}/reservations`, { orderId: 'live-1', quantity: 2 });
  await page.waitForFunction(
    ([id, expected]) =>
      [...document.querySelectorAll('.body .row')]
        .find((row) => row.querySelector('.id').textContent === id)
        ?.querySelector('.available').textContent === expected,
    [PRODUCT, String(before - 2)],
  );

  await open(page, `${url}/console/stock/${PRODUCT}`);
  const reserved = page.locator('.quantities div', { hasText: 'Reserved' }).locator('dd');
  await page.locator('.stream.live').waitFor();
  assert.equal(await reserved.innerText(), '2');
  await command(page, values, 'DELETE', `${PATH}/reservations/live-1`);
  await page.getByText('No order holds this product.').waitFor();
  // The quantities and the holders are two reads.
  await reserved.filter({ hasText: /^0$/ }).waitFor();
  await page.getByRole('rowheader', { name: 'Reservation cancelled' }).first().waitFor();

  await brokenStream(page, url);
}

/** A stream that breaks is shown, and comes back. */
async function brokenStream(page, url) {
  await page.route('**/v1/inventory-changes*', (route) => route.abort());
  await page.goto(`${url}/console/stock`);
  await page.locator('.stream.broken').waitFor();
  assert.match(await page.locator('.stream.broken').innerText(), /^Not live: .* Next attempt at /);
  await page.unroute('**/v1/inventory-changes*');
  await page.locator('.stream.live').waitFor();
}
