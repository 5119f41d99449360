import type { ComponentChildren } from 'preact';
import { addressOf, router, type Route } from './router';

interface Props {
  readonly to: Route;
  readonly children: ComponentChildren;
  readonly current?: boolean;
  /** Whether the tab key stops here; a row of a list is reached with the arrow keys instead. */
  readonly tabStop?: boolean;
}

/** A link to a page of the console. With a modifier key the browser opens it as any other link. */
export function Link({ to, children, current = false, tabStop = true }: Props) {
  const open = (event: MouseEvent) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      router.open(to);
    }
  };
  return (
    <a
      href={addressOf(to)}
      onClick={open}
      aria-current={current ? 'page' : undefined}
      tabIndex={tabStop ? undefined : -1}
    >
      {children}
    </a>
  );
}
