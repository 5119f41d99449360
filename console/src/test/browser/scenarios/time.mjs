import assert from 'node:assert/strict';
import { command, open, openCurve } from '../page.mjs';
import { DIFFICULT_ID, HISTORY, HISTORY_NAME } from './fill.mjs';

const MANY = 'Z-MANY';
const MANY_EVENTS = 2_500;

/** The stock of a product over time: events, comparison, ranges, samples, growth, and the list as of an instant. */
export default async function time(page, values) {
  const { console: url } = values;
  await events(page, url);
  await keyboard(page, url);
  await comparison(page, url);
  await touch(page, url);
  await ranges(page, url);
  await sample(page, values);
  await growth(page, values);
  await listAsOf(page, url);
  await unusual(page, url);
}

/** A click on the curve shows the event there, with its origin and the quantities around it. */
async function events(page, url) {
  await open(page, `${url}/console/stock/${encodeURIComponent(HISTORY)}`);
  await page.getByRole('link', { name: 'Its stock over time' }).click();
  await page.getByRole('heading', { name: HISTORY_NAME, level: 1 }).waitFor();
  await page.locator('.curve-event[aria-busy=false]').waitFor();
  const all = await movements(page, HISTORY, 0, 500);
  assert.equal(await fact(page, 'Sequence number'), String(all.length), 'the last event is chosen');

  await page.mouse.click(...(await placeOf(page, 0.5)));
  await page.waitForURL((address) => address.searchParams.has('event'));
  const number = Number(new URL(page.url()).searchParams.get('event'));
  assert.ok(number > 1 && number < all.length, String(number));
  await chosen(page, number);
  const [before, event] = all.slice(number - 2, number);
  assert.equal(await fact(page, 'Log position'), event.position.toLocaleString('en-GB'));
  assert.ok((await fact(page, 'Time')).includes(event.occurredAt));
  assert.equal(await fact(page, 'Actor'), 'till-3');
  assert.equal(await fact(page, 'Correlation id'), 'market day');
  assert.match(await fact(page, 'Command id'), /^[0-9a-f-]{36}$/);
  const table = page.getByRole('region', { name: 'Quantities before and after the event' });
  assert.deepEqual(await quantities(table, 'Total'), [before.totalStock, event.totalStock]);
  assert.deepEqual(await quantities(table, 'Available'), [before.availableStock, event.availableStock]);
  assert.deepEqual(await quantities(table, 'Reserved'), [before.reservedStock, event.reservedStock]);
  const main = (movement) => movement.warehouses.find(({ warehouseId }) => warehouseId === 'main').quantity;
  assert.deepEqual(await quantities(table, 'Warehouse main'), [main(before), main(event)]);

  await page.getByRole('checkbox', { name: 'Blocked' }).uncheck();
  await page.reload();
  await chosen(page, number);
  await page.getByRole('button', { name: 'Event before' }).click();
  await chosen(page, number - 1);
}

/** The slider moves along the events, and marks two of them. */
async function keyboard(page, url) {
  await openCurve(page, url, HISTORY);
  const last = Number(await fact(page, 'Sequence number'));
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('Home');
  await chosen(page, 1);
  const text = await slider.getAttribute('aria-valuetext');
  assert.match(text, new RegExp(`^Event 1 of ${last}, .*: total 120, available 120$`));
  await page.keyboard.press('ArrowRight');
  await chosen(page, 2);
  await page.keyboard.press('a');
  await page.getByText('A is marked at').waitFor();
  await page.keyboard.press('End');
  await chosen(page, last);
  await slider.fill('61');
  await chosen(page, 62);
  await page.keyboard.press('b');
  await page.getByText('60 events between them').waitFor();
  await page.waitForURL((address) => address.searchParams.has('b'));
  await page.getByRole('link', { name: 'The movements between A and B' }).click();
  await page.getByRole('status').filter({ hasText: /^60 movements$/ }).waitFor();
  await page.goBack();
  await page.getByText('60 events between them').waitFor();
  await page.getByRole('button', { name: 'Remove the marks' }).click();
  await page.waitForURL((address) => !address.searchParams.has('a'));
}

/** A drag compares two instants; the address keeps them. */
async function comparison(page, url) {
  await openCurve(page, url, HISTORY);
  await drag(page, 0.3, 0.7);
  await page.getByRole('heading', { name: 'A compared with B' }).waitFor();
  await page.waitForURL((address) => address.searchParams.has('a') && address.searchParams.has('b'));
  await page.reload();
  const table = page.getByRole('region', { name: 'A compared with B' });
  await table.getByRole('row', { name: /^Total/ }).waitFor();
  const { searchParams } = new URL(page.url());
  const [a, b] = await Promise.all(['a', 'b'].map((name) => itemAsOf(page, HISTORY, searchParams.get(name))));
  assert.ok(a.version < b.version, `${a.version} and ${b.version}`);
  assert.deepEqual(await quantities(table, 'Total'), [a.totalStock, b.totalStock]);
  assert.deepEqual(await quantities(table, 'Available'), [a.availableStock, b.availableStock]);
  await page.getByText(`${b.version - a.version} events between them`).waitFor();

  await page.getByRole('button', { name: 'Zoom to A and B' }).click();
  await page.waitForURL((address) => address.searchParams.get('from') === address.searchParams.get('a'));
  await page.getByText(`${b.version - a.version} events in this range`).waitFor();
}

/** A finger compares as a mouse does. */
async function touch(page, url) {
  await openCurve(page, url, HISTORY);
  const places = await Promise.all([0.6, 0.4, 0.2].map((part) => placeOf(page, part)));
  await page.locator('.u-over').evaluate((over, [down, move, up]) => {
    for (const [type, [clientX, clientY]] of [['pointerdown', down], ['pointermove', move], ['pointerup', up]]) {
      over.dispatchEvent(new PointerEvent(type, { pointerType: 'touch', isPrimary: true, clientX, clientY }));
    }
  }, places);
  await page.getByRole('heading', { name: 'A compared with B' }).waitFor();
  await page.waitForURL((address) => address.searchParams.get('a') < address.searchParams.get('b'));
}

/** The range is chosen with buttons, with fields, and with a drag, and stands in the address. */
async function ranges(page, url) {
  await openCurve(page, url, HISTORY);
  const all = await eventsInRange(page);
  await page.keyboard.down('Shift');
  await drag(page, 0.2, 0.5);
  await page.keyboard.up('Shift');
  await page.waitForURL((address) => address.searchParams.has('from') && address.searchParams.has('to'));
  await page.waitForFunction((count) => !document.body.innerText.includes(`${count} events in this range`), all);
  const part = await eventsInRange(page);
  assert.ok(part > 0 && part < all, `${part} of ${all}`);
  await page.reload();
  await page.getByText(`${part} events in this range`).waitFor();

  await page.getByRole('button', { name: '24 hours' }).click();
  await page.waitForURL((address) => address.search === '?span=24h');
  await page.getByText(`${all} events in this range`).waitFor();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00:00');
  await page.getByText('The product was not registered yet in this range.').waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.waitForURL((address) => address.search === '');
  await page.getByText(`${all} events in this range`).waitFor();
}

/** A long history is drawn as a sample, which says so, and a shorter range has every event. */
async function sample(page, values) {
  const { console: url, commands } = values;
  const lines = Array.from({ length: MANY_EVENTS - 1 }, (_, i) => ({
    type: 'receive-stock',
    productId: MANY,
    warehouseId: 'main',
    quantity: 1 + (i % 3),
    reference: `delivery-${i}`,
  }));
  const register = { type: 'register-product', productId: MANY, name: 'Many events', sku: MANY, initialQuantity: 1 };
  for (const part of [[register], lines]) {
    const body = part.map((line) => `${JSON.stringify(line)}\n`).join('');
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const response = await fetch(`${commands}/v1/commands`, { method: 'POST', headers, body });
    assert.equal((await response.text()).match(/"status":20[01]/g).length, part.length);
  }
  await open(page, url);
  const path = `/v1/inventory/${MANY}?minVersion=${MANY_EVENTS}&waitMs=30000`;
  assert.equal(await page.evaluate((address) => fetch(address).then(({ status }) => status), path), 200);

  await openCurve(page, url, MANY, '?event=1300');
  await page.getByText('One of every 3 events is drawn, of 2,500 in this range. Zoom in for all of them.').waitFor();
  await chosen(page, 1_300);
  assert.equal(Number(await page.getByRole('slider').getAttribute('max')) + 1, 834);
  await page.getByRole('button', { name: 'Event after' }).click();
  await chosen(page, 1_301);
  const drawn = page.getByText(/One of every \d events is drawn/);
  for (let zooms = 0; (await drawn.count()) > 0 && zooms < 20; zooms++) {
    const read = page.waitForResponse(/\/curve\?/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await read;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  assert.equal(await drawn.count(), 0, 'every event is drawn');
  await chosen(page, 1_301);
}

/** The curve grows while the page is open, and the last event stays chosen. */
async function growth(page, values) {
  const { console: url } = values;
  await openCurve(page, url, MANY);
  await chosen(page, MANY_EVENTS);
  // The page reads once more when the stream begins, and the second event is after that.
  for (const count of [MANY_EVENTS + 1, MANY_EVENTS + 2]) {
    const receipt = { warehouseId: 'main', quantity: 5, reference: 'late' };
    await command(page, values, 'POST', `/v1/products/${MANY}/receipts`, receipt);
    await chosen(page, count);
    await page.getByText(`${count.toLocaleString('en-GB')} events in this range`).waitFor();
  }
  assert.match(await fact(page, 'Cause'), /reference late/);
}

/** The list as it stood at an instant leads to the event up to which it stood. */
async function listAsOf(page, url) {
  const [first, , third] = await movements(page, HISTORY, 0, 3);
  await open(page, `${url}/console/time?q=${encodeURIComponent(HISTORY)}&asOf=${first.occurredAt}`);
  const row = page.locator('.body .row', { hasText: HISTORY });
  await row.waitFor();
  assert.equal(await row.locator('.available').innerText(), '120');
  await open(page, `${url}/console/time?q=${encodeURIComponent(HISTORY)}&asOf=${third.occurredAt}`);
  await page.locator('.body .row .available', { hasText: String(third.availableStock) }).waitFor();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: HISTORY_NAME, level: 1 }).waitFor();
  await chosen(page, 3);

  await open(page, `${url}/console/time?q=${encodeURIComponent(HISTORY)}`);
  await row.waitFor();
  await page.getByLabel('As of').fill('2020-01-01T00:00:00');
  await page.getByText('No product matches.').waitFor();
  await page.waitForURL((address) => address.searchParams.get('asOf') === '2020-01-01T00:00:00.999999Z');
  await page.getByRole('button', { name: 'Now' }).click();
  await row.waitFor();
  await page.getByLabel('Curve of the product with the id').fill(DIFFICULT_ID);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Difficult <b>name</b> & "quotes"' }).waitFor();
  await chosen(page, 1);
}

/** The greatest quantities, failures, ranges that cannot be read, and a command service that does not answer. */
async function unusual(page, url) {
  await openCurve(page, url, 'Z-GREAT');
  assert.match(await page.locator('.curve-legend').innerText(), /Total\s*9,007,199,254,740,991/);
  await page.route('**/v1/products/*/events?*', (route) => route.abort());
  await openCurve(page, url, 'Z-GREAT');
  await page.getByRole('alert').filter({ hasText: 'The command service did not answer' }).waitFor();
  assert.equal(await fact(page, 'Sequence number'), '1', 'the rest is shown');
  await page.unroute('**/v1/products/*/events?*');
  await open(page, `${url}/console/time/nothing`);
  await page.getByRole('alert').filter({ hasText: "no product 'nothing' is registered" }).waitFor();

  await open(page, `${url}/console/time/Z-GREAT?from=2026-02-30T00:00:00Z`);
  await page.getByRole('alert').filter({ hasText: 'from: ' }).waitFor();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.getByText('1 event in this range.').waitFor();
  await open(page, `${url}/console/time/Z-GREAT?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z`);
  await page.getByText('The range is reversed', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Exchange the ends' }).click();
  await page.waitForURL((address) => address.searchParams.get('from') === '2026-02-01T00:00:00Z');
  await page.getByText('0 events in this range.').waitFor();
}

/** Waits until the panel shows an event, with its origin. */
async function chosen(page, number) {
  const text = number.toLocaleString('en-GB');
  const facts = page.locator('.curve-event[aria-busy=false] .facts');
  await facts.filter({ hasText: new RegExp(`Sequence number${text}(?!\\d)`) }).waitFor();
  await page.locator('.facts dt:text-is("Command id") + dd', { hasText: /[0-9a-f]{8}/ }).waitFor();
}

function fact(page, name) {
  return page.locator(`.facts dt:text-is("${name}") + dd`).innerText();
}

async function quantities(table, name) {
  const row = table.getByRole('row').filter({ has: table.page().getByRole('rowheader', { name, exact: true }) });
  const cells = await row.getByRole('cell').allInnerTexts();
  return cells.slice(0, 2).map((text) => Number(text.replaceAll(',', '')));
}

async function eventsInRange(page) {
  const text = await page.getByText(/^[\d,]+ events? in this range/).innerText();
  return Number(text.split(' ')[0].replaceAll(',', ''));
}

/** A place of the curve, as a part of its width. */
async function placeOf(page, part) {
  const { x, y, width, height } = await page.locator('.u-over').boundingBox();
  return [x + width * part, y + height / 2];
}

async function drag(page, from, to) {
  await page.mouse.move(...(await placeOf(page, from)));
  await page.mouse.down();
  await page.mouse.move(...(await placeOf(page, (from + to) / 2)));
  await page.mouse.move(...(await placeOf(page, to)));
  await page.mouse.up();
}

async function movements(page, productId, after, limit) {
  const path = `/v1/inventory/${encodeURIComponent(productId)}/movements?after=${after}&limit=${limit}`;
  return (await page.evaluate((address) => fetch(address).then((response) => response.json()), path)).movements;
}

function itemAsOf(page, productId, at) {
  const path = `/v1/inventory/${encodeURIComponent(productId)}?asOf=${encodeURIComponent(at)}`;
  return page.evaluate((address) => fetch(address).then((response) => response.json()), path);
}
