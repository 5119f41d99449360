import assert from 'node:assert/strict';
import { checkAccessibility, open, takePicture } from '../page.mjs';
import { startProvider } from '../provider.mjs';

const TOKEN_SECONDS = 10;

/** The sign-in at an OpenID provider: refused, accepted, renewed, and asked for again. */
export default async function signInAtProvider(page, values) {
  const { console: url, issuer } = values;
  await unreachable(page, url);
  const options = { issuer, redirectUris: [`${url}/console/`], tokenSeconds: TOKEN_SECONDS };
  const stop = await startProvider(options);
  try {
    await page.getByText(`needs the redirect URI ${url}/console/`).waitFor();
    await checkAccessibility(page);
    await takePicture(page, values, 'sign-in-oidc-light');
    await refused(page);
    await ofNoUse(page);
    await accepted(page, url, issuer);
    await renewed(page);
    await askedForAgain(page, issuer);
    await foreignAnswer(page, url);
    await signedOut(page);
  } finally {
    stop();
  }
}

const token = (page) => page.evaluate(() => window.sessionStorage.getItem('stockledger.token'));
const signInButton = (page) => page.getByRole('button', { name: /^Sign in at 127\.0\.0\.1:/ });

async function logIn(provider, name) {
  await provider.getByLabel('Name').fill(name);
  await provider.getByRole('button', { name: 'Log in' }).click();
}

/** The provider does not run yet. */
async function unreachable(page, url) {
  await open(page, `${url}/console/movements?order=oldest`);
  await signInButton(page).click();
  await page.getByRole('alert').filter({ hasText: 'The issuer did not answer' }).waitFor();
}

async function refused(page) {
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Refuse' }).click();
  const failure = page.getByRole('alert').filter({ hasText: 'The sign-in was refused' });
  await failure.waitFor();
  assert.match(await failure.innerText(), /The user has no account for stock/);
  assert.equal(new URL(page.url()).pathname, '/console/movements', 'the address is that from before');
  assert.equal(await token(page), null);
}

/** A token that the query service does not accept is not kept. */
async function ofNoUse(page) {
  await signInButton(page).click();
  await logIn(page, 'stranger');
  await page.getByRole('alert').filter({ hasText: 'inventory:read' }).waitFor();
  assert.equal(await page.evaluate(() => window.sessionStorage.length), 0);
  await page.context().clearCookies();
}

/** The request has what PKCE and OpenID Connect demand, and the token only reads. */
async function accepted(page, url, issuer) {
  const request = page.waitForRequest((each) => each.url().startsWith(issuer) && each.url().includes('code_challenge'));
  await signInButton(page).click();
  const { searchParams } = new URL((await request).url());
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  assert.equal(searchParams.get('redirect_uri'), `${url}/console/`);
  assert.ok(searchParams.get('state').length > 20 && searchParams.get('nonce').length > 20);
  await logIn(page, 'reader');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.waitForURL(`${url}/console/movements?order=oldest`);
  await page.getByRole('link', { name: 'Operation' }).click();
  await page.getByText('The token lacks the scope inventory:admin').waitFor();
}

/** Before its end the token is replaced, also after a reload, and the page does not notice. */
async function renewed(page) {
  for (const reload of [false, true]) {
    const before = await token(page);
    if (reload) {
      await page.reload();
    }
    await page.waitForFunction((old) => window.sessionStorage.getItem('stockledger.token') !== old, before);
    await page.getByRole('heading', { name: 'Operation', level: 1 }).waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  }
}

/** Without another token the page stays, and the sign-in goes on in a window beside it. */
async function askedForAgain(page, issuer) {
  const ended = {
    type: 'urn:stockledger:problem:unauthorized',
    title: 'Unauthorized',
    status: 401,
    detail: 'The token has ended.',
  };
  await page.route(`${issuer}/token`, (route) =>
    route.fulfill({
      status: 400,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: { error: 'invalid_grant' },
    }),
  );
  const refuse = (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(ended) });
  await page.route('**/v1/**', refuse);
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.waitFor();
  await checkAccessibility(page);
  await page.unroute('**/v1/**', refuse);
  await page.unroute(`${issuer}/token`);
  await page.context().clearCookies();
  const beside = page.waitForEvent('popup');
  await signInButton(page).click();
  const provider = await beside;
  const closed = provider.waitForEvent('close');
  await logIn(provider, 'operator');
  await closed;
  await dialog.waitFor({ state: 'detached' });
  assert.ok(page.url().endsWith('/console/operation'), 'the page is the same');
  const rebuild = page.getByRole('button', { name: 'Rebuild… inventory, generation 1' });
  await rebuild.waitFor();
  assert.ok(await rebuild.isEnabled(), 'the scope of an operator is honoured');
}

/** An answer that belongs to no sign-in of this tab is not used. */
async function foreignAnswer(page, url) {
  // A file of the same origin, in which no renewal stores another token after that.
  await page.goto(`${url}/console/config.json`);
  await page.evaluate(() => window.sessionStorage.clear());
  await open(page, `${url}/console/?code=stolen&state=foreign`);
  await page.getByRole('alert').filter({ hasText: 'has not begun in this tab' }).waitFor();
  assert.ok(!page.url().includes('stolen'));
  assert.equal(await token(page), null);
}

/** The provider knows the user still; a sign-out ends the renewal as well. */
async function signedOut(page) {
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInButton(page).waitFor();
  assert.equal(await page.evaluate(() => window.sessionStorage.length), 0);
}
