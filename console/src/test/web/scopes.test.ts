import { expect, test } from 'vitest';
import { ADMIN, lacks, READ, scopesOf, tokenCommand, WRITE } from '../../main/web/session/scopes';

function token(claims: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `e30.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.signature`;
}

test('the scopes of a token are a text or a list, in one of two claims', () => {
  expect(scopesOf(token({ scope: 'inventory:read inventory:admin', sub: 'ü?>~' }))).toEqual(
    new Set(['inventory:read', 'inventory:admin']),
  );
  expect(scopesOf(token({ scp: ['inventory:read'] }))).toEqual(new Set(['inventory:read']));
  expect(scopesOf(token({ scope: 'openid inventory:read' }))).toEqual(new Set(['openid', 'inventory:read']));
});

test('scopes in another claim are unknown, and so are those of a token that is not a JWT', () => {
  expect(scopesOf(token({ roles: ['inventory:admin'] }))).toBeNull();
  // An issuer may state other scopes beside them.
  const other = token({ scp: 'user_impersonation', roles: ['inventory:read', 'inventory:write'] });
  expect(scopesOf(other)).toBeNull();
  expect(lacks(other, WRITE)).toBe(false);
  expect(scopesOf(token({ scope: 'openid', scp: ['inventory:read'] }))).toEqual(new Set(['inventory:read']));
  expect(scopesOf('opaque')).toBeNull();
  expect(scopesOf('a.!.c')).toBeNull();
});

test('a scope is lacking only if the token is known to be without it', () => {
  expect(lacks(token({ scope: 'inventory:read' }), ADMIN)).toBe(true);
  expect(lacks(token({ scope: 'inventory:admin' }), ADMIN)).toBe(false);
  expect(lacks('opaque', ADMIN)).toBe(false);
  expect(lacks(null, ADMIN)).toBe(false);
});

test('the command for a token names each scope', () => {
  expect(tokenCommand([READ])).toBe('./stockledger token --scope inventory:read');
  expect(tokenCommand([READ, WRITE])).toBe('./stockledger token --scope inventory:read --scope inventory:write');
});
