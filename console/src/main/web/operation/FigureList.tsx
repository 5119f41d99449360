import type { ComponentChildren } from 'preact';

export interface Figure {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** Figures with their names. A figure without a value yet is a dash. */
export function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="quantities small">
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
