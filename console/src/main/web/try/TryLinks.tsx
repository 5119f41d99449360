import { Link } from '../app/Link';
import { commandOf } from './commands';
import { searchOf, type Inputs } from './values';

interface Props {
  /** The names of the commands, and the short name of each link. */
  readonly commands: readonly (readonly [name: string, label: string])[];
  readonly values: Inputs;
  readonly lines?: readonly Inputs[];
  /** What the commands are for; it is read to those who do not see the place of the links. */
  readonly subject: string;
}

/** Links to the forms of commands, filled in with values of the page. */
export function TryLinks({ commands, values, lines = [], subject }: Props) {
  return (
    <span class="try-links">
      {commands.map(([name, label]) => {
        const { fields, lines: lineFields } = commandOf(name)!;
        const names = new Set(fields.map((field) => field.name));
        const known = Object.fromEntries(Object.entries(values).filter(([key]) => names.has(key)));
        const search = searchOf({ fields: known, lines: lineFields === undefined ? [] : lines });
        return (
          <Link key={name} to={{ page: 'try', command: name, search }}>
            {label}
            <span class="hidden"> {subject}</span>
          </Link>
        );
      })}
    </span>
  );
}
