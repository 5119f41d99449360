// An OpenID provider for the scenario of the sign-in. Users need no password; the name says what they may do.
import http from 'node:http';
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import Provider from 'oidc-provider';

const RESOURCE = 'urn:stockledger';
const SCOPES = {
  stranger: '',
  reader: 'inventory:read',
  operator: 'inventory:read inventory:write inventory:admin',
};

/**
 * Starts the provider.
 *
 * @param issuer its origin, with the port
 * @param redirectUris those of the client `console`
 * @param tokenSeconds the life of a token
 * @return the function that stops it
 */
export async function startProvider({ issuer, redirectUris, tokenSeconds }) {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'console',
        token_endpoint_auth_method: 'none',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    scopes: ['openid'],
    cookies: { keys: ['test'] },
    clientBasedCORS: (_, origin) => redirectUris.some((uri) => new URL(uri).origin === origin),
    issueRefreshToken: () => true,
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES.operator,
          audience: 'stockledger',
          accessTokenTTL: tokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // Nobody is asked for consent: the scopes of a user are known.
    loadExistingGrant: async ({ oidc }) => {
      const { accountId } = oidc.session;
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope('openid');
      for (const scope of SCOPES.operator.split(' ')) {
        if (SCOPES[accountId].split(' ').includes(scope)) {
          grant.addResourceScope(RESOURCE, scope);
        } else {
          grant.rejectResourceScope(RESOURCE, scope);
        }
      }
      await grant.save();
      return grant;
    },
  });
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith('/interaction/')) {
      provider.callback()(request, response);
    } else if (request.method === 'GET') {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><html lang="en"><title>Provider</title><h1>Provider</h1>
        <form method="post"><label>Name <input name="login"></label>
        <button name="do" value="login">Log in</button><button name="do" value="refuse">Refuse</button></form>`);
    } else {
      finish(provider, request, response);
    }
  });
  await new Promise((resolve) => server.listen(new URL(issuer).port, '127.0.0.1', resolve));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

async function finish(provider, request, response) {
  let body = '';
  for await (const part of request) {
    body += part;
  }
  const form = new URLSearchParams(body);
  const result =
    form.get('do') === 'login'
      ? { login: { accountId: form.get('login') } }
      : { error: 'access_denied', error_description: 'The user has no account for stock' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
