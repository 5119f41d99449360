import { ADMIN, lacks } from '../session/scopes';

/** The attributes of a button that needs the scope of an operator. */
export interface Admin {
  readonly disabled: boolean;
  readonly 'aria-describedby'?: string;
}

/** The id of the text that says why the buttons are disabled. */
export const ADMIN_REASON_ID = 'admin-reason';

/** The buttons are disabled only if the token is known to lack the scope. */
export function adminOf(token: string | null): Admin {
  return lacks(token, ADMIN) ? { disabled: true, 'aria-describedby': ADMIN_REASON_ID } : { disabled: false };
}
