import assert from 'node:assert/strict';
import { checkAccessibility, open, openCurve, openList, openMovements, takePicture } from '../page.mjs';
import { HISTORY, ORDER } from './fill.mjs';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

/** Every page in light, in dark and on a phone: without serious findings of axe-core, and as a picture. */
export default async function appearance(page, values) {
  const { console: url } = values;
  const pages = {
    stock: () => openList(page, url),
    product: async () => {
      await open(page, `${url}/console/stock/Z-FULL`);
      await page.getByRole('region', { name: 'Movements' }).waitFor();
      await page.locator('.stream.live').waitFor();
    },
    orders: async () => {
      await open(page, `${url}/console/orders`);
      await page.getByLabel('Order id').waitFor();
    },
    order: async () => {
      await open(page, `${url}/console/orders/${encodeURIComponent(ORDER)}`);
      await page.getByRole('region', { name: 'History' }).waitFor();
      await page.locator('.stream.live').waitFor();
    },
    movements: () => openMovements(page, url),
    time: async () => {
      await open(page, `${url}/console/time?asOf=${new Date().toISOString()}`);
      await page.locator('.body .row:not(.waiting)').first().waitFor();
    },
    curve: async () => {
      await openCurve(page, url, HISTORY);
      await markPeriod(page);
    },
    operation: async () => {
      await open(page, `${url}/console/operation`);
      await page.getByRole('region', { name: 'Generations and rebuilds' }).waitFor();
      await page.waitForFunction(() => document.querySelector('.sparkline polyline')?.points.length > 5);
    },
    commands: async () => {
      await open(page, `${url}/console/try`);
      await page.getByRole('link', { name: 'Reassign an order' }).waitFor();
    },
    try: async () => {
      await open(page, `${url}/console/try/ship-stock?productId=Z-FULL&orderId=order-1&warehouseId=main&quantity=4`);
      await page.getByText('Everything at once').waitFor();
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByRole('button', { name: 'Record' }).waitFor();
    },
  };
  for (const [name, show] of Object.entries(pages)) {
    for (const [look, size, scheme] of [
      ['light', DESKTOP, 'light'],
      ['dark', DESKTOP, 'dark'],
      ['phone', PHONE, 'light'],
    ]) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      await show();
      await checkAccessibility(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= size.width, `${name} in ${look} is ${width} pixels wide, and the window ${size.width}`);
      await takePicture(page, values, `${name}-${look}`);
    }
  }
  await chooseColours(page, pages.stock);
}

/** Compares two instants of the curve, and chooses an event between them. */
async function markPeriod(page) {
  const slider = page.getByRole('slider');
  const last = Number(await slider.getAttribute('max'));
  for (const [part, mark] of [[0.2, 'a'], [0.75, 'b'], [0.5, '']]) {
    await slider.fill(String(Math.round(last * part)));
    await page.locator('.curve-event[aria-busy=false]').waitFor();
    await slider.press(mark === '' ? 'Shift' : mark);
  }
  await page.getByRole('heading', { name: 'A compared with B' }).waitFor();
  await page.getByText('events between them').waitFor();
}

/** The switch takes precedence over the setting of the system, and is remembered. */
async function chooseColours(page, show) {
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  await show();
  await page.getByLabel('Colours').selectOption('dark');
  assert.equal(await scheme(page), 'dark');
  await page.reload();
  assert.equal(await scheme(page), 'dark');
  await page.getByLabel('Colours').selectOption('system');
  assert.equal(await scheme(page), 'light dark');
}

function scheme(page) {
  return page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
}
