import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly title: string;
  readonly note?: string;
  /** The table; it scrolls on its own, also with the keys. */
  readonly children: ComponentChildren;
}

/** A table under its title. */
export function TableSection({ title, note, children }: Props) {
  const id = useId();
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p class="quiet">{note}</p>}
      <div class="scroll" role="region" aria-labelledby={id} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
