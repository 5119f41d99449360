import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { checkAccessibility, open, takePicture } from '../page.mjs';

/** With security on: the first token ends soon, and the second one lasts. */
export default async function signIn(page, values) {
  const { console: url } = values;
  const [ending, lasting] = values.token;
  await open(page, `${url}/console/stock?q=none`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await checkAccessibility(page);
  await takePicture(page, values, 'sign-in-light');

  await page.getByLabel('Token').fill('not.a.token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'token' }).waitFor();

  await page.getByLabel('Token').fill(`Bearer ${ending}\n`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No product matches.').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.goto(`${url}/console/stock/none`);
  await page.getByRole('alert').waitFor();

  // The stream of the page ends with the token.
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.waitFor({ timeout: 120_000 });
  await dialog.getByText(/[^.]\. The page stays as it is/).waitFor();
  assert.equal(await dialog.locator('pre').innerText(), './stockledger token --scope inventory:read');
  await checkAccessibility(page);
  await page.keyboard.press('Escape');
  assert.ok(await dialog.isVisible(), 'the dialog stays, because the page can do nothing without a token');
  const streamAgain = page.waitForResponse(
    (answer) => answer.url().includes('/v1/inventory-changes') && answer.status() === 200,
  );
  await dialog.getByLabel('Token').fill(lasting);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, '/console/stock/none', 'the page is the same');
  await streamAgain;

  await open(page, `${url}/console/movements`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  assert.match(await readFile(await (await download).path(), 'utf8'), /^productId,sequenceNumber,/, 'the export has sent the token');

  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal(await page.evaluate(() => window.sessionStorage.length), 0);
}
