// Runs one scenario in Chromium against a running system; ConsoleIT starts it.
//
//   node run.mjs SCENARIO --console URL --commands URL --chromium FILE --pictures FOLDER [--small] [--issuer URL]
//       [--token TOKEN]...
//
// It exits with 1 and prints the reason if a promise of the scenario does not hold, if the page logs an error, or if it
// sends a request to another host than the two services and the issuer.
import { parseArgs } from 'node:util';
import { launch, openPage } from './browser.mjs';

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

const name = positionals[0];
const scenario = await import(`./scenarios/${name}.mjs`);
const browser = await launch(values.chromium);
const faults = [];
try {
  const { console: consoleUrl, commands, issuer } = values;
  const hosts = new Set([consoleUrl, commands, issuer ?? consoleUrl].map((url) => new URL(url).host));
  await scenario.default(await openPage(browser, hosts, faults), values);
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
