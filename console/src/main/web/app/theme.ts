import { Store } from './store';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'stockledger.theme';

function stored(): Theme {
  const value = window.localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === value) ?? 'system';
}

export const theme = new Store<Theme>(stored());

/** Keeps the choice for the next visit. */
export function choose(chosen: Theme): void {
  window.localStorage.setItem(KEY, chosen);
  theme.set(chosen);
  apply();
}

/** Sets the attribute that the stylesheet reads. */
export function apply(): void {
  document.documentElement.dataset['theme'] = theme.value;
}
