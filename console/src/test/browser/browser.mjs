// The browser of the scenarios and of the measurements.
import { chromium } from 'playwright-core';

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

/** Starts a browser of this machine, with more flags than those that all tests need. */
export function launch(executablePath, flags = []) {
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

/**
 * Opens a page, and keeps its faults: an error of the page, a line in its log, and a request to
 * another host than these.
 */
export async function openPage(browser, hosts, faults) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  context.setDefaultTimeout(60_000);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && !hosts.has(url.host)) {
      faults.push(`a request to ${url.host}`);
    }
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`an error of the page: ${error.message}`));
  page.on('console', (message) => {
    // Chromium logs each refused call, which some scenarios provoke.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`a line in the log of the page: ${message.text()}`);
    }
  });
  return page;
}
