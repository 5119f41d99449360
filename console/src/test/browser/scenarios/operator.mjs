import assert from 'node:assert/strict';
import { checkAccessibility, open } from '../page.mjs';

/** With security on: one token only reads, and the other one is that of an operator. */
export default async function operator(page, { console: url, token }) {
  const [reads, operates] = token;
  await open(page, `${url}/console/operation`);
  await signIn(page, reads);
  await page.getByText('The token lacks the scope inventory:admin').waitFor();
  const rebuild = page.getByRole('button', { name: 'Rebuild… inventory, generation 1' });
  await rebuild.waitFor();
  for (const button of [rebuild, page.getByRole('button', { name: 'Publish events again…' })]) {
    assert.ok(await button.isDisabled());
    const reason = await button.getAttribute('aria-describedby');
    assert.match(await page.locator(`#${reason}`).innerText(), /inventory:admin/);
  }
  // Both services refuse their metrics, and say why.
  const missing = page.getByText('Its metrics cannot be read. The token does not have the scope of the call');
  await missing.nth(1).waitFor();
  assert.match(await missing.first().innerText(), /Missing are: .*queue depth/s);
  await page.getByText('No record of the topic is kept as a dead letter.').waitFor();
  await checkAccessibility(page);

  await open(page, `${url}/console/try/archive-product?productId=none`);
  await page.getByText('The token lacks the scope inventory:write').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Check' }).isDisabled());
  await checkAccessibility(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Operation' }).click();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, operates);
  await rebuild.waitFor();
  assert.ok(await rebuild.isEnabled());
  // With ./run --secure the metrics are on the ports of the services.
  await page.getByText('Queue depth', { exact: true }).waitFor();
  await missing.first().waitFor({ state: 'hidden' });
  await page.getByText('ready', { exact: true }).nth(1).waitFor();
  await page.getByRole('button', { name: 'Publish events again…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Publish again' }).click();
  await page.getByText('The events from position 1 on are going to be published again.').waitFor();
}

async function signIn(page, token) {
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Operation', level: 1 }).waitFor();
}
