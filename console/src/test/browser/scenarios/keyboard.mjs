import assert from 'node:assert/strict';
import { openList, visibleIds } from '../page.mjs';

/** Everything can be reached and done without a mouse. */
export default async function keyboard(page, { console: url }) {
  await openList(page, url);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the content');

  await tabTo(page, () => document.activeElement?.getAttribute('type') === 'search');
  await page.keyboard.type('mug');
  await page.locator('.body .row', { hasText: 'mug' }).first().waitFor();
  await page.waitForURL((address) => address.searchParams.get('q') === 'mug');
  await page.locator('.body .row:not(.waiting)').first().waitFor();

  await tabTo(page, () => document.activeElement?.getAttribute('role') === 'grid');
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'PageDown', 'Home', 'ArrowDown']) {
    await page.keyboard.press(key);
  }
  const active = await page.getByRole('grid').getAttribute('aria-activedescendant');
  assert.equal(active, 'row-1');
  const id = (await visibleIds(page))[1];
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/console/stock/${id}`);
  await page.locator('.quantities').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');

  await page.goBack();
  await page.getByRole('grid').waitFor();
  assert.equal(await page.getByRole('grid').getAttribute('aria-activedescendant'), 'row-1', 'the row is still active');
  assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), 'mug');
}

function focused(page) {
  return page.evaluate(() => document.activeElement?.textContent);
}

async function tabTo(page, isThere) {
  for (let presses = 0; presses < 30; presses++) {
    if (await page.evaluate(isThere)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error('The tab key does not lead there');
}
