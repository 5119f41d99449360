import { useStore } from './store';
import { choose, THEMES, theme, type Theme } from './theme';

const NAMES: Record<Theme, string> = { system: 'System colours', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const present = useStore(theme);
  return (
    <label class="theme">
      <span class="hidden">Colours</span>
      <select value={present} onChange={(event) => choose(event.currentTarget.value as Theme)}>
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {NAMES[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
