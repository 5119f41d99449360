import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { command, open, openMovements } from '../page.mjs';
import { DIFFICULT_ID, ORDER, OTHER_ORDER } from './fill.mjs';

/** The movements of all products: order, filters, scrolling, keys, and the export. */
export default async function movements(page, values) {
  const { console: url } = values;
  await filters(page, url);
  await period(page, values);
  await keys(page, url);
  await exportWithFilters(page, url);
  await failedExport(page, url);
  await scrollThroughEverything(page, url);
}

async function filters(page, url) {
  await openMovements(page, url);
  const positions = await visiblePositions(page);
  assert.deepEqual(positions, [...positions].sort((a, b) => b - a), 'the newest first');
  await page.getByLabel('Product', { exact: true }).fill('Z-FULL');
  await counted(page, 7);
  await page.waitForURL((address) => address.searchParams.get('productId') === 'Z-FULL');
  await page.getByRole('combobox', { name: 'Event' }).selectOption('StockReserved');
  await counted(page, 2);
  await page.getByLabel('Warehouse', { exact: true }).fill('main');
  await counted(page, 1);
  const row = page.locator('.body .row').first();
  assert.match(await row.innerText(), /Stock reserved\s+Z-FULL\s+15\s+طلب-٢\s+main\s+84\s+120/);

  await page.getByLabel('Product', { exact: true }).fill('none');
  await page.getByText('No movement matches.').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.locator('.body .row:not(.waiting)').first().waitFor();
  await page.waitForURL((address) => address.search === '');

  await openMovements(page, url, `?${new URLSearchParams({ orderId: OTHER_ORDER, order: 'oldest' })}`);
  await counted(page, 2);
  await page.locator('.body .row', { hasText: `${ORDER} to ${OTHER_ORDER}` }).first().waitFor();
  await page.getByLabel('Order of the list').selectOption('newest');
  await page.waitForURL((address) => !address.searchParams.has('order'));

  await openMovements(page, url, `?${new URLSearchParams({ productId: DIFFICULT_ID })}`);
  await page.getByRole('link', { name: DIFFICULT_ID }).click();
  await page.getByRole('heading', { name: 'Difficult <b>name</b> & "quotes"' }).waitFor();
}

/** Both ends belong to the period, and the fields show it in the time zone of the browser, here UTC. */
async function period(page, values) {
  const { console: url } = values;
  const path = '/v1/products/P-00010/receipts';
  await command(page, values, 'POST', path, { warehouseId: 'main', quantity: 1, reference: '=1+1' });
  await open(page, `${url}/console/movements?productId=P-00010&type=StockReceived`);
  const received = page.locator('.body .row', { hasText: '=1+1' }).first();
  for (let attempt = 0; (await received.count()) === 0 && attempt < 30; attempt++) {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await received.waitFor({ timeout: 1_000 }).catch(() => {});
  }
  const at = await page.locator('.body .row time').first().getAttribute('datetime');
  const second = at.slice(0, 19);
  await page.getByLabel('From', { exact: true }).fill(second);
  await page.getByLabel('To', { exact: true }).fill(second);
  await page.waitForURL((address) => address.searchParams.get('from') === `${second}Z`);
  await page.waitForURL((address) => address.searchParams.get('to') === `${second}.999999Z`);
  await received.waitFor();
  await openMovements(page, url, new URL(page.url()).search);
  assert.equal(await page.getByLabel('From', { exact: true }).inputValue(), second);

  await page.getByLabel('From', { exact: true }).fill('2031-01-01T00:00:00');
  await page.getByRole('alert').filter({ hasText: 'from' }).waitFor();
}

async function keys(page, url) {
  await openMovements(page, url, '?orderId=order-1&order=oldest');
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await grid.getAttribute('aria-activedescendant'), 'row-1');
  await page.keyboard.press('o');
  await page.getByRole('heading', { name: 'Order order-1' }).waitFor();
  await page.goBack();
  await grid.waitFor();
  assert.equal(await grid.getAttribute('aria-activedescendant'), 'row-1', 'the row is still active');
  await grid.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Everything at once' }).waitFor();
}

async function exportWithFilters(page, url) {
  await openMovements(page, url, '?productId=P-00010&type=StockReceived');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^movements-[-0-9T]+Z\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  assert.match(lines[0], /^productId,sequenceNumber,position,/);
  assert.ok(lines.length > 1 && lines.slice(1).every((text) => text.startsWith('P-00010,') && text.includes("'=1+1")), lines.join('\n'));
  await page.getByRole('button', { name: 'Export as CSV' }).waitFor();
}

/** An export that the service refuses is shown with its reason, and no file is saved. */
async function failedExport(page, url) {
  const detail = 'This replica has no room for another export; try again, or use another';
  await openMovements(page, url);
  await page.route('**/v1/movements', (route) =>
    route.fulfill({
      status: 503,
      headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '10' },
      body: JSON.stringify({ type: 'urn:stockledger:problem:overloaded', title: 'Overloaded', status: 503, detail }),
    }),
  );
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const alert = await page.getByRole('alert').innerText();
  assert.ok(alert.includes(detail) && alert.includes('Try again in 10 s'), alert);
  await page.unroute('**/v1/movements');
}

async function scrollThroughEverything(page, url) {
  await openMovements(page, url);
  const grid = page.getByRole('grid');
  const seen = new Set();
  for (let previous = -1; seen.size !== previous || !(await isComplete(page)); ) {
    previous = seen.size;
    for (const position of await visiblePositions(page)) {
      seen.add(position);
    }
    await grid.evaluate((element) => element.scrollBy(0, element.clientHeight - 80));
    // The rows of the new place are rendered with the next frame, and may wait for their page then.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.waitForFunction(() => document.querySelectorAll('.row.waiting').length <= 1);
  }
  const newest = Math.max(...seen);
  assert.equal(seen.size, newest, 'every position was seen once while scrolling');
  assert.ok(newest > 3_000, String(newest));
  assert.ok((await page.locator('.body .row').count()) < 100, 'few rows are in the page');
}

function counted(page, rows) {
  const text = rows === 1 ? '1 movement' : `${rows} movements`;
  return page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
}

/** The log positions of the rows that are rendered, in their order on the page. */
function visiblePositions(page) {
  return page.locator('.body .row:not(.waiting)').evaluateAll((rows) =>
    rows
      .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
      .map((row) => Number(row.querySelector('.event').title.replace(/\D/g, ''))),
  );
}

async function isComplete(page) {
  return (await page.locator('.status [role=status]').first().innerText()).match(/^[\d,]+ movements$/) !== null;
}
