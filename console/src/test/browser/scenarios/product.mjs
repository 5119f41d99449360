import assert from 'node:assert/strict';
import { openList, open } from '../page.mjs';
import { ARABIC_NAME, DIFFICULT_ID } from './fill.mjs';

/** The page of a product, with every quantity, and with ids and names of every kind. */
export default async function product(page, { console: url }) {
  await openList(page, url, '?q=everything');
  await page.getByRole('link', { name: 'Z-FULL' }).click();
  await page.getByRole('heading', { name: 'Everything at once', level: 1 }).waitFor();
  const quantities = await page.locator('.quantities').innerText();
  // 100 - 5 shipped + 20 received; 4 blocked, 5 of safety stock, 22 reserved.
  for (const [name, value] of [['Available', 84], ['Available to promise', 94], ['Reserved', 22], ['Blocked', 4], ['Total', 115]]) {
    assert.match(quantities, new RegExp(`${name}\\s+${value}\\b`));
  }
  assert.match(await page.getByRole('region', { name: 'Warehouses' }).innerText(), /east\s+20\s+4\s+0\s+main\s+95\s+0\s+15/);
  const holders = await page.getByRole('region', { name: 'Open reservations' }).innerText();
  assert.match(holders, /order-1\s+7\s+5\s+0\s+any\s+never/);
  assert.match(holders, /طلب-٢\s+15\s+0\s+0\s+main/);
  assert.match(await page.locator('.note.warn').innerText(), /Low stock: 84 available, and the alert is open below 90/);
  assert.match(await page.locator('.facts').innerText(), /Safety stock\s+5\s+Backorder limit\s+10\s+Reorder point\s+90/);
  const movements = await page.getByRole('region', { name: 'Movements' }).innerText();
  assert.ok(movements.indexOf('Stock shipped') < movements.indexOf('Product registered'), 'the last one first');
  await page.goBack();
  await page.locator('.body .row', { hasText: 'Z-FULL' }).waitFor();

  await openList(page, url, '?q=difficult');
  await page.getByRole('link', { name: DIFFICULT_ID }).click();
  await page.getByRole('heading', { name: 'Difficult <b>name</b> & "quotes"' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Difficult <b>name</b> & "quotes"' }).waitFor();
  assert.equal(await page.locator('.identity bdi').first().innerText(), DIFFICULT_ID);

  await open(page, `${url}/console/stock/Z-ARABIC`);
  const heading = page.getByRole('heading', { name: ARABIC_NAME });
  await heading.waitFor();
  assert.equal(await heading.evaluate((element) => getComputedStyle(element).direction), 'rtl');
}
