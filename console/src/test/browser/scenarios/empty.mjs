import assert from 'node:assert/strict';
import { checkAccessibility, open } from '../page.mjs';

/** A system without products tells how to register one. */
export default async function empty(page, { console: url, commands }) {
  await open(page, `${url}/`);
  await page.getByRole('heading', { name: 'There is no product yet' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/console');
  const command = await page.locator('.empty pre').innerText();
  assert.ok(command.includes(`${commands}/v1/products`), command);
  await checkAccessibility(page);

  await page.goto(`${url}/console/none`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.goto(`${url}/console/stock/none`);
  const failure = page.getByRole('alert');
  await failure.waitFor();
  assert.match(await failure.innerText(), /There is no product 'none'|none/);
}
