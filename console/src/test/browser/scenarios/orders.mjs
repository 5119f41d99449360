import assert from 'node:assert/strict';
import { command, open } from '../page.mjs';
import { ORDER, OTHER_ORDER, STATUSES } from './fill.mjs';

const words = (status) => status.replace('-then-', ', then ').replaceAll('-', ' ');

/** The page of an order, with a line in each status, its history and its changes. */
export default async function orders(page, values) {
  const { console: url } = values;
  await open(page, `${url}/console/stock/Z-FULL`);
  await page.getByRole('region', { name: 'Open reservations' }).getByRole('link', { name: 'order-1', exact: true }).click();
  await page.getByRole('heading', { name: 'Order order-1', level: 1 }).waitFor();
  assert.match(await products(page).innerText(), /Z-FULL\s+partly shipped\s+7\s+5\s+0\s+any\s+never/);

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Orders' }).click();
  await page.getByLabel('Order id').fill(` ${ORDER} `);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Order ${ORDER}` }).waitFor();
  await everyStatus(page);
  await page.reload();
  await everyStatus(page);
  await history(page);
  await change(page, values);

  await line(page, 'reassigned').getByRole('link', { name: OTHER_ORDER }).click();
  await page.getByRole('heading', { name: `Order ${OTHER_ORDER}` }).waitFor();
  assert.match(await products(page).innerText(), /Z-reassigned\s+open\s+6\s+0\s+0\s+any\s+never/);
  await products(page).getByRole('link', { name: 'Z-reassigned', exact: true }).click();
  await page.getByRole('heading', { name: 'Of the order: reassigned' }).waitFor();

  await heldProduct(page, url);
  await open(page, `${url}/console/orders/none`);
  await page.getByText('There is no such order').waitFor();
}

function products(page) {
  return page.getByRole('region', { name: 'Products' });
}

function line(page, status) {
  return products(page).getByRole('row').filter({ has: page.getByRole('link', { name: `Z-${status}`, exact: true }) });
}

async function everyStatus(page) {
  for (const status of STATUSES) {
    const { begins, quantities } = expected(status);
    // Expiries are recorded some seconds after the system was filled.
    await line(page, status).filter({ hasText: new RegExp(`^Z-${status}\\s*${begins}`) }).waitFor();
    const amounts = await line(page, status).locator('.amount').allInnerTexts();
    assert.deepEqual(amounts.map(Number), quantities, status);
  }
  assert.match(await page.locator('.status').innerText(), /9 products: /);
}

/** The text of the status, and what is reserved, shipped and returned. */
function expected(status) {
  const begins = words(status) + (status.endsWith('reassigned') ? ` to ${OTHER_ORDER}` : '');
  const shipped = status === 'shipped' ? 6 : status.includes('shipped') ? 2 : 0;
  const reserved = status === 'open' ? 6 : status === 'partly-shipped' ? 4 : 0;
  return { begins, quantities: [reserved, shipped, status === 'shipped' ? 1 : 0] };
}

async function history(page) {
  const region = page.getByRole('region', { name: 'History' });
  // A line is shown as expired from its end on, and the event is recorded a moment later.
  await region.getByRole('rowheader', { name: 'Reservation expired' }).nth(1).waitFor();
  const events = await region.getByRole('rowheader').allInnerTexts();
  assert.equal(events[0], 'Stock reserved', 'the oldest one first');
  assert.ok(events.indexOf('Stock returned') > events.indexOf('Stock shipped'));
  assert.equal(events.filter((name) => name === 'Reservation expired').length, 2);
  assert.match(await region.innerText(), /Stock returned\s+Z-shipped\s+1\s+warehouse main\s*reason unwanted/);
  await page.getByRole('link', { name: 'The events of the order in Movements' }).click();
  await page.getByRole('status').filter({ hasText: new RegExp(`^${events.length} movements$`) }).waitFor();
  assert.equal(await page.getByLabel('Order', { exact: true }).inputValue(), ORDER);
  await page.goBack();
  await region.waitFor();
}

/** While a product is held, the history says that it may be incomplete. */
async function heldProduct(page, url) {
  await page.route('**/v1/movements?*', (route) => route.fulfill({ json: { movements: [], held: true } }));
  await open(page, `${url}/console/orders/${encodeURIComponent(ORDER)}`);
  await page.getByText('A product is held').waitFor();
  await page.getByText('The events before those of the held product').waitFor();
  await page.unroute('**/v1/movements?*');
}

/** A change of a product of the order is seen without a reload. */
async function change(page, values) {
  await page.locator('.stream.live').waitFor();
  const path = `/v1/products/Z-open/reservations/${encodeURIComponent(ORDER)}`;
  await command(page, values, 'PATCH', path, { quantity: 9, warehouseId: 'main' });
  await line(page, 'open').filter({ hasText: /open\s*9\s*0\s*0\s*main\s*never/ }).waitFor();
  await page.getByRole('rowheader', { name: 'Reservation changed' }).first().waitFor();
  await command(page, values, 'PATCH', path, { quantity: 6, warehouseId: null });
  await line(page, 'open').filter({ hasText: /open\s*6\s*0\s*0\s*any\s*never/ }).waitFor();
}
