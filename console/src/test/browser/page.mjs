// What the scenarios share.
import axe from 'axe-core';
import { mkdirSync, writeFileSync } from 'node:fs';

/** Opens a page and waits until the console has started. */
export async function open(page, url) {
  await page.goto(url);
  await page.locator('#console > *').first().waitFor();
}

/** Opens the list, and waits for its rows and for the stream of their changes. */
export async function openList(page, url, search = '') {
  await open(page, `${url}/console/stock${search}`);
  await page.locator('.body .row:not(.waiting)').first().waitFor();
  await page.locator('.stream.live').waitFor();
}

/** Opens the movements, and waits for their rows. */
export async function openMovements(page, url, search = '') {
  await open(page, `${url}/console/movements${search}`);
  await page.locator('.body .row:not(.waiting)').first().waitFor();
}

/** Opens the curve of a product, and waits for its chosen event and for the stream of its changes. */
export async function openCurve(page, url, productId, search = '') {
  await open(page, `${url}/console/time/${encodeURIComponent(productId)}${search}`);
  await page.locator('.curve-event[aria-busy=false]').waitFor();
  await page.locator('.stream.live').waitFor();
}

/** The ids of the rows that are rendered, in their order on the page. */
export function visibleIds(page) {
  return page.locator('.body .row').evaluateAll((rows) =>
    rows
      .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
      .map((row) => row.querySelector('.id')?.textContent)
      .filter((id) => id !== undefined),
  );
}

/** Runs axe-core in the page, and throws for each serious or critical finding. */
export async function checkAccessibility(page) {
  // Evaluated by the debugger, which the content policy of the page does not concern.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (grave.length > 0) {
    throw new Error(
      grave
        .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`)
        .join('\n'),
    );
  }
}

/** Writes a picture of the window: as PNG, or much smaller as WebP. */
export async function takePicture(page, { pictures, small }, name) {
  mkdirSync(pictures, { recursive: true });
  if (!small) {
    await page.screenshot({ path: `${pictures}/${name}.png` });
    return;
  }
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
  writeFileSync(`${pictures}/${name}.webp`, Buffer.from(data, 'base64'));
  await session.detach();
}

/** Calls the command service as a script of the page does, and returns its answer. */
export async function command(page, { commands }, method, path, body) {
  const answer = await page.evaluate(
    async ([url, init]) => {
      const response = await fetch(url, init);
      return { status: response.status, text: await response.text() };
    },
    [
      commands + path,
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
    ],
  );
  if (answer.status >= 300) {
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  }
  return JSON.parse(answer.text);
}
