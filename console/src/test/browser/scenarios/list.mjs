import assert from 'node:assert/strict';
import { openList, visibleIds } from '../page.mjs';
import { ORDINARY } from './fill.mjs';

/** Search, filters, sort orders and scrolling through thousands of products. */
export default async function list(page, { console: url }) {
  await openList(page, url);
  assert.match(await page.locator('.freshness').innerText(), /at most .* behind the log/);

  await searchAsOneTypes(page);
  await filterAndShareTheAddress(page, url);
  await sort(page);
  await scrollThroughEverything(page, url);
  await comeBackToTheSamePlace(page);
}

async function searchAsOneTypes(page) {
  const searches = new Set();
  let atOnce = 0;
  const begun = (request) => {
    if (request.url().includes('/v1/inventory?')) {
      searches.add(request);
      atOnce = Math.max(atOnce, searches.size);
    }
  };
  const ended = (request) => searches.delete(request);
  page.on('request', begun).on('requestfinished', ended).on('requestfailed', ended);
  await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('creme vase', { delay: 20 });
  await page.getByRole('status').filter({ hasText: /^\d+ products$/ }).waitFor();
  await page.locator('.body .row', { hasText: 'Crème vase' }).first().waitFor();
  assert.ok(atOnce <= 2, `at most two searches at a time, but ${atOnce}`);
  page.off('request', begun).off('requestfinished', ended).off('requestfailed', ended);
  await page.waitForURL((address) => address.searchParams.get('q') === 'creme vase');
  await page.getByRole('searchbox', { name: 'Search' }).fill('no such product');
  await page.getByText('No product matches.').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.locator('.body .row', { hasText: 'P-00000' }).waitFor();
}

async function filterAndShareTheAddress(page, url) {
  await page.getByLabel('Available stock').selectOption('false');
  await page.getByLabel('Warehouse').fill('east');
  await page.waitForURL((address) => address.searchParams.get('warehouseId') === 'east');
  assert.equal(new URL(page.url()).searchParams.get('inStock'), 'false');
  await page.getByText('No product matches.').waitFor();

  await openList(page, url, '?archived=true');
  assert.deepEqual(await visibleIds(page), ['Z-OLD']);
  assert.equal(await page.getByLabel('Archived').inputValue(), 'true');

  await openList(page, url, '?availableBelow=8&inStock=true');
  const available = await page.locator('.body .row .available').allInnerTexts();
  assert.ok(available.length > 0 && available.every((text) => Number(text) > 0 && Number(text) < 8), available.join());
}

async function sort(page) {
  await page.getByRole('button', { name: 'Clear the filters' }).or(page.getByLabel('Available below')).first().fill('');
  await page.getByLabel('Available stock').selectOption('');
  const available = page.getByRole('columnheader', { name: 'Available' });
  await available.getByRole('button').click();
  await page.waitForURL((address) => address.searchParams.get('sort') === 'available');
  await available.getByRole('button').click();
  await page.locator('.body .row', { hasText: 'Z-GREAT' }).waitFor();
  assert.equal(await available.getAttribute('aria-sort'), 'descending');
  assert.equal((await visibleIds(page))[0], 'Z-GREAT');
  const great = page.locator('.body .row', { hasText: 'Z-GREAT' }).locator('.available');
  assert.equal(await great.innerText(), '9,007,199,254,740,991');
}

async function scrollThroughEverything(page, url) {
  await openList(page, url);
  const grid = page.getByRole('grid');
  const seen = new Set();
  for (let previous = -1; seen.size !== previous || !(await isComplete(page)); ) {
    previous = seen.size;
    for (const id of await visibleIds(page)) {
      seen.add(id);
    }
    await grid.evaluate((element) => element.scrollBy(0, element.clientHeight - 80));
    // The rows of the new place are rendered with the next frame, and may wait for their page then.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.waitForFunction(() => document.querySelectorAll('.row.waiting').length <= 1);
  }
  const ordinary = [...seen].filter((id) => id.startsWith('P-'));
  assert.equal(ordinary.length, ORDINARY, 'every product was seen once while scrolling');
  assert.ok((await page.locator('.body .row').count()) < 100, 'few rows are in the page');
  await grid.evaluate((element) => element.scrollTo(0, 0));
  await page.locator('.body .row', { hasText: 'P-00000' }).waitFor();
}

/** A product that is opened in the same frame as the last scroll leads back to the end of that scroll. */
async function comeBackToTheSamePlace(page) {
  const grid = page.getByRole('grid');
  const left = await grid.evaluate((element) => {
    element.focus();
    element.scrollTop = 1_000;
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    return element.scrollTop;
  });
  await page.locator('.quantities').waitFor();
  await page.goBack();
  await page.locator('.body .row:not(.waiting)').first().waitFor();
  assert.equal(await grid.evaluate((element) => element.scrollTop), left);
}

async function isComplete(page) {
  return (await page.locator('.status [role=status]').first().innerText()).match(/^[\d,]+ products$/) !== null;
}
