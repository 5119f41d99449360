export const READ = 'inventory:read' as const;
export const WRITE = 'inventory:write' as const;
export const ADMIN = 'inventory:admin' as const;

export const SCOPES = [READ, WRITE, ADMIN] as const;
export type Scope = (typeof SCOPES)[number];

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

/**
 * The scopes that the next token should have: that of the reads of each page, those of the calls that wait for it, and
 * those that the token before is known to have.
 */
export function scopesAfter(refused: string | null, waiting: readonly Scope[]): readonly Scope[] {
  const before = refused === null ? null : scopesOf(refused);
  return SCOPES.filter((scope) => scope === READ || waiting.includes(scope) || before?.has(scope));
}

/** The command that prints a token with these scopes on a system that `./run --secure` has started. */
export function tokenCommand(scopes: readonly Scope[]): string {
  return ['./stockledger token', ...scopes.map((scope) => `--scope ${scope}`)].join(' ');
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
