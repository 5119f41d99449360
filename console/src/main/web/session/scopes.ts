export const WRITE = 'inventory:write';
export const ADMIN = 'inventory:admin';

const OURS = 'inventory:';

/**
 * The scopes that a token states in the claim `scope` or `scp`; null if neither has a scope of
 * these services. An issuer may use another claim, which only the services know, so null does not
 * mean that the token has no scope.
 */
export function scopesOf(token: string): ReadonlySet<string> | null {
  const claims = claimsOf(token);
  for (const claim of [claims?.['scope'], claims?.['scp']]) {
    const scopes = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim.map(String) : [];
    if (scopes.some((scope) => scope.startsWith(OURS))) {
      return new Set(scopes);
    }
  }
  return null;
}

/** Whether the token is known to lack the scope. */
export function lacks(token: string | null, scope: string): boolean {
  const scopes = token === null ? null : scopesOf(token);
  return scopes !== null && !scopes.has(scope);
}

function claimsOf(token: string): Record<string, unknown> | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
