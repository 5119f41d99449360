// Measures the list of products and the page of a product in Chromium; `./bench console` starts it.
//
//   node measure.mjs --console URL --chromium FILE --seconds N --least N [--warm-up N]
//
// It does every interaction for so many seconds, and each of them at least so many times. It writes a line of JSON for
// each interaction, one with the ids of the products in view, and at the end one with the figures of the page. It exits
// with 1 and prints the reason on stderr if an interaction has no result, or if the page logs an error, crashes, or
// sends a request to another host.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launch, openPage } from './browser.mjs';
import { Changes } from './measurement/changes.mjs';
import { interact } from './measurement/interactions.mjs';
import { openList } from './page.mjs';

const { values } = parseArgs({
  options: {
    console: { type: 'string' },
    chromium: { type: 'string' },
    seconds: { type: 'string' },
    least: { type: 'string' },
    'warm-up': { type: 'string', default: '0' },
  },
});

const WINDOW = { width: 1280, height: 800 };

/** Enough scrolls in one round for a list of which the page keeps only a part. */
const ROUND = 20;

const WARM_UP_ROUND = 2;

const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Does rounds of all interactions until the time is over and each has been done often enough. */
async function repeat(page, round, least, seconds, onMeasured) {
  const begin = performance.now();
  for (let done = 0; done < least || performance.now() - begin < 1_000 * seconds; done += round) {
    await interact(page, round, onMeasured);
  }
  return (performance.now() - begin) / 1_000;
}

/** The memory of the page after a collection of its garbage. */
async function memory(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { heapBytes: usedSize };
}

const faults = [];
// The smooth scrolling of the browser would be a part of the time of each scroll.
const browser = await launch(values.chromium, ['--disable-smooth-scrolling']);
try {
  const page = await openPage(browser, new Set([new URL(values.console).host]), faults);
  await page.setViewportSize(WINDOW);
  page.on('crash', () => faults.push('the page has crashed'));
  await page.addInitScript({ content: readFileSync(new URL('measurement/probe.js', import.meta.url), 'utf8') });
  const session = await page.context().newCDPSession(page);
  const changes = await Changes.follow(session);
  await openList(page, values.console);
  await repeat(page, WARM_UP_ROUND, 1, Number(values['warm-up']), ({ view }) => write({ view }));

  const before = await memory(session);
  await page.evaluate(() => window.measurement.reset());
  changes.reset();
  const seconds = await repeat(page, ROUND, Number(values.least), Number(values.seconds), ({ view, ...measured }) => {
    write(measured);
    write({ view });
  });
  const { frames, longTasks } = await page.evaluate(() => window.measurement.figures());
  write({ seconds, frames, longTasks, changes: changes.count, before, after: await memory(session) });
} catch (error) {
  faults.push(error.stack ?? String(error));
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
