import assert from 'node:assert/strict';
import { checkAccessibility, open } from '../page.mjs';

/** The product whose next record in the topic is garbage; the test sends it before the scenario. */
const HELD = 'P-00007';

/** Lag, held products, dead letters, publishing again, a rebuild, the swap back, and a service that hangs. */
export default async function operation(page, { console: url }) {
  await open(page, `${url}/console`);
  await page.getByRole('link', { name: 'Operation' }).click();
  await page.getByRole('heading', { name: 'Operation', level: 1 }).waitFor();
  await followTheSystem(page);
  await publishAgain(page);
  await deadLetter(page);
  await rebuildAndSwapBack(page);
  await hangs(page);
}

async function followTheSystem(page) {
  const models = page.getByRole('region', { name: 'Read models' });
  for (const name of ['inventory', 'movements', 'reservations', 'low_stock']) {
    await models.getByRole('rowheader', { name, exact: true }).waitFor();
  }
  await page.waitForFunction(() => document.querySelector('.sparkline polyline')?.points.length > 2);
  assert.match(await figure(page, 'Last heartbeat'), /ago$/);
  assert.match(await page.getByText(/^Leader /).innerText(), /in term \d+ since/);
  await page.locator('.quantities div', { hasText: /^Queue depth\d+$/ }).waitFor();
  await page.getByText('ready', { exact: true }).nth(1).waitFor();
  assert.equal(await figure(page, 'Relay of this instance'), 'publishes');
}

/** The next event of the held product is not in the log, so the operator enters a position. */
async function publishAgain(page) {
  const held = page.getByRole('region', { name: 'Held products' });
  await held.getByText('the record is not JSON').first().waitFor();
  await page.getByText('inventory: held').waitFor();
  await held.getByRole('button', { name: `for ${HELD}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish events again' });
  await dialog.getByText('The event log has no event 2 of this product').waitFor();
  await checkAccessibility(page);
  const confirm = dialog.getByRole('button', { name: 'Publish again' });
  assert.ok(await confirm.isDisabled(), 'nothing is published again without a position');
  await dialog.getByLabel('From position').fill('99999999999');
  assert.ok(await confirm.isDisabled(), 'a position after the end of the log is refused');
  await dialog.getByLabel('From position').fill('1');
  await dialog.getByText(/sends [\d,]+ events to the topic again/).waitFor();
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('The events from position 1 on are going to be published again.').waitFor();
}

async function deadLetter(page) {
  const letters = page.getByRole('region', { name: 'Dead letters' });
  const row = letters.getByRole('row', { name: HELD });
  await row.getByRole('button', { name: 'Show' }).click();
  const content = page.getByRole('dialog', { name: /^Letter/ });
  await content.getByText('{"garbage', { exact: false }).waitFor();
  await checkAccessibility(page);
  await page.keyboard.press('Escape');
  await content.waitFor({ state: 'detached' });

  await row.getByRole('button', { name: 'Retry' }).click();
  await page.getByText(/^Letter \d+ is kept: the record is not JSON\.$/).waitFor();

  await row.getByRole('button', { name: 'Dismiss' }).click();
  const dialog = page.getByRole('dialog', { name: /^Dismiss letter/ });
  await dialog.getByRole('button', { name: 'Do nothing' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await row.count(), 1, 'nothing is done without a confirmation');
  await row.getByRole('button', { name: 'Dismiss' }).click();
  await dialog.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('No product is held.').waitFor();
  await page.getByText('All read models are live.').waitFor();
  await page.getByText('No record of the topic is kept as a dead letter.').waitFor();
}

async function rebuildAndSwapBack(page) {
  const generations = page.getByRole('region', { name: 'Generations and rebuilds' });
  await generations.getByRole('button', { name: 'inventory, generation 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rebuild inventory' });
  await dialog.getByText('Generation 1 serves all reads until then').waitFor();
  await dialog.getByRole('button', { name: 'Rebuild' }).click();
  await page.getByText('The rebuild of inventory has begun, as generation 2.').waitFor();
  const back = generations.getByRole('button', { name: 'Swap back… inventory, generation 1' });
  await back.waitFor({ timeout: 120_000 });
  assert.match(await generations.getByRole('row', { name: 'inventory 2' }).innerText(), /serving.*equal/s);
  await back.click();
  await page.getByRole('dialog', { name: 'Swap back inventory' }).getByRole('button', { name: 'Swap back' }).click();
  await page.getByText('Generation 1 of inventory serves on all replicas.').waitFor();
  await generations.getByRole('button', { name: 'Swap back… inventory, generation 2' }).waitFor();
}

/** While a service hangs, nothing on the page is a good state of now, and the page goes on after it. */
async function hangs(page) {
  await page.getByText('All read models are live.').waitFor();
  await page.route('**/v1/projections', () => {});
  await page.getByText(/^The state of the read models is not known: nothing has been read since /).waitFor();
  await page.getByText(/^No product was held at /).waitFor();
  assert.equal(await page.locator('table .stream.live').count(), 0);
  await checkAccessibility(page);
  const failure = page.getByRole('alert').filter({ hasText: 'The query service did not answer within 15 s' });
  await failure.waitFor();
  await page.unroute('**/v1/projections');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('All read models are live.').waitFor();
  await failure.waitFor({ state: 'detached' });
}

function figure(page, name) {
  return page.locator('.quantities div', { has: page.getByText(name, { exact: true }) }).locator('dd').innerText();
}
