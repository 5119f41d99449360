import assert from 'node:assert/strict';
import { checkAccessibility, command, open } from '../page.mjs';
import { ARABIC_NAME, DIFFICULT_ID } from './fill.mjs';

const CASE = 'Z-TRY';

/** Commands as forms: the dry run shows what would happen, and only then is the command recorded. */
export default async function tryCommands(page, values) {
  const { console: url } = values;
  await open(page, `${url}/console/try`);
  await page.getByRole('link', { name: 'Register a product' }).click();
  await faultsAtTheirFields(page);
  await register(page);
  await receive(page, values);
  await typingDuringTheAddressChange(page, url);
  await refusedOrder(page, url);
  await shipmentFromReservation(page, values);
  await versionThatHasMoved(page, values);
  await brokenConnection(page, values);
  await difficultId(page, url);
  await curl(page, url);
}

const answer = (page) => page.getByRole('region', { name: 'Answer' });
const check = (page) => page.getByRole('button', { name: 'Check' }).click();
const record = (page) => page.getByRole('button', { name: 'Record' }).click();
const row = (page, name) =>
  answer(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });

const focused = (page, field) => page.waitForFunction((name) => document.activeElement?.dataset.field === name, field);

async function cells(page, name) {
  return (await row(page, name).getByRole('cell').allInnerTexts()).map((text) => text.trim());
}

async function recorded(page) {
  await page.getByRole('heading', { name: 'Recorded' }).waitFor();
  await page.getByText(/^The read models show it/).waitFor();
}

/** The faults that the form finds, and then those of the service. */
async function faultsAtTheirFields(page) {
  await check(page);
  await page.getByRole('alert').filter({ hasText: '4 fields need a correction' }).waitFor();
  await focused(page, 'productId');
  await page.getByLabel('Product').fill(CASE);
  await page.getByLabel('Name').fill(ARABIC_NAME);
  await page.getByLabel('Sku').fill('a\u200bb');
  await page.getByLabel('Initial quantity').fill('40');
  await check(page);
  const sku = page.getByLabel('Sku');
  await focused(page, 'sku');
  assert.equal(await sku.getAttribute('aria-invalid'), 'true');
  const notes = (await sku.getAttribute('aria-describedby')).split(' ');
  assert.match(await page.locator(`[id="${notes.at(-1)}"]`).innerText(), /U\+200B/);
  await checkAccessibility(page);
  await sku.fill('TRY-1');
}

async function register(page) {
  await check(page);
  await page.getByRole('heading', { name: 'What would happen' }).waitFor();
  assert.deepEqual(await cells(page, 'Available'), ['–', '40', '+40']);
  assert.match(await answer(page).innerText(), /Version 0 becomes 1, with Product registered \(event 1\)/);
  await checkAccessibility(page);
  await record(page);
  await recorded(page);
  await page.getByRole('link', { name: 'Open the product' }).click();
  await page.getByRole('heading', { name: ARABIC_NAME }).waitFor();
}

/** The link of the product's page, a check that becomes void, and the address. */
async function receive(page, { console: url }) {
  await page.getByRole('link', { name: 'Receive of this product' }).click();
  await page.getByText('40 available, 0 reserved, 40 in total; version 1').waitFor();
  await page.getByLabel('Warehouse').fill('east');
  await page.getByLabel('Quantity').fill('5');
  await page.getByLabel('Reference').fill('delivery-1');
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  assert.deepEqual(await cells(page, 'Total'), ['40', '45', '+5']);
  assert.deepEqual(await cells(page, 'Warehouse east'), ['0', '5', '+5']);
  await page.getByLabel('Quantity').fill('6');
  await page.getByText('so it is void').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Record' }).count(), 0, 'what was not checked is not recorded');
  await page.waitForURL((address) => address.searchParams.get('quantity') === '6');
  await page.reload();
  assert.equal(await page.getByLabel('Reference').inputValue(), 'delivery-1');
  await check(page);
  await record(page);
  await recorded(page);
  const item = await (await fetch(`${url}/v1/inventory/${CASE}`)).json();
  assert.equal(item.totalStock, 46);
}

/** Text that is typed while the address gets the earlier values stays in the form. */
async function typingDuringTheAddressChange(page, url) {
  await open(page, `${url}/console/try/receive-stock?productId=${CASE}`);
  const quantity = page.getByLabel('Quantity');
  await quantity.evaluate((input) => {
    const replace = window.history.replaceState.bind(window.history);
    window.history.replaceState = (...address) => {
      window.history.replaceState = replace;
      replace(...address);
      input.value = '78';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
  });
  await quantity.fill('7');
  await page.waitForURL((address) => address.searchParams.get('quantity') === '78');
  assert.equal(await quantity.inputValue(), '78');
}

/** A refusal names all short lines. */
async function refusedOrder(page, url) {
  const lines = [
    { productId: CASE, quantity: '1000' },
    { productId: 'Z-LONG', quantity: '500', warehouseId: 'main' },
  ];
  await open(page, `${url}/console/try/reserve-order?orderId=try-1&lines=${encodeURIComponent(JSON.stringify(lines))}`);
  await check(page);
  await page.getByRole('heading', { name: 'Would be refused: Not enough stock' }).waitFor();
  const table = await answer(page).getByRole('table').innerText();
  assert.match(table, /Z-TRY\s+46\s+1,000\s+Z-LONG\s+3\s+500\s+main/);
  await checkAccessibility(page);
  await page.getByLabel('If stock is short').selectOption('partial');
  await check(page);
  await page.getByRole('heading', { name: `Quantities of ${CASE}` }).waitFor();
  assert.match(
    await answer(page).getByRole('table').first().innerText(),
    /Z-TRY\s+1,000\s+46\s+3\s+Z-LONG\s+500\s+3\s+2/,
  );
  await page.getByRole('button', { name: 'Add a line' }).click();
  await focused(page, 'lines[2].productId');
  await page.getByRole('button', { name: 'Remove line 3' }).click();
}

/** The links of an order lead to forms with its values. */
async function shipmentFromReservation(page, values) {
  const { console: url } = values;
  const { version } = await command(page, values, 'POST', `/v1/products/${CASE}/reservations`, {
    orderId: 'try-2',
    quantity: 8,
    warehouseId: 'main',
  });
  // The page of an order that the read models do not show yet has no products to follow.
  const shown = await fetch(`${url}/v1/inventory/${CASE}?minVersion=${version}&waitMs=30000`);
  assert.equal(shown.status, 200);
  await page.goto(`${url}/console/orders/try-2`);
  await page.getByRole('link', { name: `Ship ${CASE} for try-2` }).click();
  assert.equal(new URL(page.url()).search, `?productId=${CASE}&orderId=try-2&warehouseId=main&quantity=8`);
  await page.getByLabel('Quantity').fill('3');
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  assert.deepEqual(await cells(page, 'Available'), ['38', '38', '']);
  assert.deepEqual(await cells(page, 'Held by the order'), ['8', '5', '-3']);
  assert.deepEqual(await cells(page, 'Warehouse main, reserved there'), ['8', '5', '-3']);
  await record(page);
  await recorded(page);
  const item = await (await fetch(`${url}/v1/inventory/${CASE}`)).json();
  assert.deepEqual([item.totalStock, item.reservedStock, item.availableStock], [43, 5, 38], 'as the check has said');

  await page.goto(`${url}/console/orders/try-2`);
  await page.getByRole('link', { name: 'Cancel of this order' }).click();
  await page.getByText('All reservations of the order are available').waitFor();
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  assert.deepEqual(await cells(page, 'Reserved'), ['5', '0', '-5']);
  await record(page);
  await recorded(page);
}

/** If-Match: a command that was checked is not recorded on another version, unless that is allowed. */
async function versionThatHasMoved(page, values) {
  const { console: url } = values;
  await open(page, `${url}/console/try/adjust-stock?productId=${CASE}&warehouseId=main&newQuantity=30&reason=found`);
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  await command(page, values, 'POST', `/v1/products/${CASE}/receipts`, {
    warehouseId: 'main',
    quantity: 1,
    reference: 'r',
  });
  await record(page);
  await page.getByRole('heading', { name: /^Refused: / }).waitFor();
  assert.match(await answer(page).innerText(), /version-mismatch[\s\S]*Stock received/);
  await check(page);
  await page.getByLabel('Only if the product still has version').uncheck();
  await command(page, values, 'POST', `/v1/products/${CASE}/receipts`, {
    warehouseId: 'main',
    quantity: 1,
    reference: 'r',
  });
  await record(page);
  await recorded(page);
}

/** The answer is lost after the command was recorded: the repeat has the same key, also after a reload. */
async function brokenConnection(page, values) {
  const { console: url, commands } = values;
  await open(page, `${url}/console/try/receive-stock?productId=${CASE}&warehouseId=west&quantity=4&reference=r`);
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  await page.route(`${commands}/**/receipts`, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await record(page);
  await page.getByRole('heading', { name: 'The outcome is not known' }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Check' }).isDisabled(), 'the same command is not checked anew');
  await checkAccessibility(page);
  await page.unroute(`${commands}/**/receipts`);
  await page.reload();
  await page.getByRole('button', { name: 'Send it again' }).click();
  await recorded(page);
  await page.getByText('Nothing was recorded twice').waitFor();
  const item = await (await fetch(`${url}/v1/inventory/${CASE}`)).json();
  assert.equal(item.warehouses.find(({ warehouseId }) => warehouseId === 'west').quantity, 4);
}

/** The products are searched while the id is typed, and an archived one is told from others. */
async function difficultId(page, url) {
  await open(page, `${url}/console/try/archive-product?productId=${encodeURIComponent(DIFFICULT_ID)}`);
  await page.getByText('Archive a product:').waitFor();
  await check(page);
  await page.getByRole('button', { name: 'Record' }).waitFor();
  assert.deepEqual(await cells(page, 'Archived'), ['no', 'yes', '']);
  await page.getByRole('navigation', { name: 'Commands' }).getByRole('link', { name: 'Restore a product' }).click();
  assert.equal(await page.getByLabel('Product').inputValue(), DIFFICULT_ID, 'the next form has the same product');
  await check(page);
  await page.getByText('Nothing would change').waitFor();
  await page.getByLabel('Product', { exact: true }).fill('z-full');
  await page.locator('datalist option[value="Z-FULL"]').waitFor({ state: 'attached' });
  await open(page, `${url}/console/try/no-such-command`);
  await page.getByText('There is no command no-such-command').waitFor();
}

/** The call as curl, which has the idempotency key after the check. */
async function curl(page, url) {
  await open(
    page,
    `${url}/console/try/block-stock?productId=${CASE}&warehouseId=main&quantity=1&reason=${encodeURIComponent("it's")}`,
  );
  await page.getByText('The dry run as curl').click();
  assert.match(await page.getByLabel('The call as curl').innerText(), /blocks\?dryRun=true'[\s\S]*it'\\''s/);
  await check(page);
  await page.getByText('The recording as curl').waitFor();
  assert.match(await page.getByLabel('The call as curl').innerText(), /Idempotency-Key: console-[\s\S]*If-Match: "/);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /Copied|does not allow/ })
    .waitFor();
}
