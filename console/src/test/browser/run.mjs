// Runs one scenario in Chromium against a running system; ConsoleIT starts it.
//
//   node run.mjs SCENARIO --console URL --commands URL --chromium FILE --pictures FOLDER [--small] [--issuer URL]
//       [--token TOKEN]...
//
// It exits with 1 and prints the reason if a promise of the scenario does not hold, if the page logs an error, or if it
// sends a request to another host than the two services and the issuer.
import { chromium } from 'playwright-core';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    console: { type: 'string' },
    commands: { type: 'string' },
    chromium: { type: 'string' },
    pictures: { type: 'string' },
    small: { type: 'boolean', default: false },
    issuer: { type: 'string' },
    token: { type: 'string', multiple: true, default: [] },
  },
});

// The tests may run as root, and Chromium calls home otherwise.
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
];

const name = positionals[0];
const scenario = await import(`./scenarios/${name}.mjs`);
const browser = await chromium.launch({ executablePath: values.chromium, args: FLAGS });
const faults = [];
try {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const { console: consoleUrl, commands, issuer } = values;
  const hosts = new Set([consoleUrl, commands, issuer ?? consoleUrl].map((url) => new URL(url).host));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && !hosts.has(url.host)) {
      faults.push(`a request to ${url.host}`);
    }
  });
  page.on('pageerror', (error) => faults.push(`an error of the page: ${error.message}`));
  page.on('console', (message) => {
    // Chromium logs each refused call, which some scenarios provoke.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`a line in the log of the page: ${message.text()}`);
    }
  });
  await scenario.default(page, values);
} catch (error) {
  faults.push(error.stack ?? String(error));
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.log([`${name}: failed`, ...faults].join('\n'));
  process.exit(1);
}
console.log(`${name}: passed`);
