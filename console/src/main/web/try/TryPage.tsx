import { useEffect, useRef } from 'preact/hooks';
import { Link } from '../app/Link';
import { router } from '../app/router';
import { PHONE, useMedia } from '../parts/useMedia';
import { useTitle } from '../parts/useTitle';
import type { Command } from './command';
import { commandOf, GROUPS } from './commands';
import { CommandForm } from './CommandForm';
import { searchOf, valuesOf } from './values';
import './try.css';

interface Props {
  /** The name of the command; null for the list of all. */
  readonly name: string | null;
  readonly search: string;
}

/** The commands of the command service as forms: what a command would do, before it is recorded. */
export function TryPage({ name, search }: Props) {
  const command = name === null ? undefined : commandOf(name);
  useTitle(command?.title ?? 'Try');
  if (command === undefined) {
    return <Overview unknown={name} />;
  }
  return (
    <div class="try">
      <CommandChoice present={command} search={search} />
      <CommandPage key={command.name} command={command} search={search} />
    </div>
  );
}

function CommandPage({ command, search }: { readonly command: Command; readonly search: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article class="try-page">
      <h1 tabIndex={-1} ref={heading}>
        {command.title}
      </h1>
      <p class="quiet">
        {command.summary} <code class="try-call">{`${command.method} ${command.path}`}</code>
      </p>
      <CommandForm command={command} search={search} />
    </article>
  );
}

/** The values that a command takes over from the one before it. */
const SHARED = ['productId', 'orderId', 'warehouseId'];

function searchFor(next: Command, present: Command, search: string): string {
  const { fields } = valuesOf(present, search);
  const names = new Set(next.fields.map(({ name }) => name));
  const shared = Object.entries(fields).filter(([name]) => SHARED.includes(name) && names.has(name));
  return searchOf({ fields: Object.fromEntries(shared), lines: [] });
}

/** All commands: beside the form as links, on a phone as a list to choose from. */
function CommandChoice({ present, search }: { readonly present: Command; readonly search: string }) {
  const isPhone = useMedia(PHONE);
  if (isPhone) {
    return (
      <label class="try-choice">
        Command
        <select
          value={present.name}
          onChange={(event) => {
            const next = commandOf(event.currentTarget.value)!;
            router.open({ page: 'try', command: next.name, search: searchFor(next, present, search) });
          }}
        >
          {GROUPS.map(({ title, commands }) => (
            <optgroup key={title} label={title}>
              {commands.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
    );
  }
  return (
    <nav class="try-nav" aria-label="Commands">
      {GROUPS.map(({ title, commands }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul>
            {commands.map((each) => (
              <li key={each.name}>
                <Link
                  to={{ page: 'try', command: each.name, search: searchFor(each, present, search) }}
                  current={each.name === present.name}
                >
                  {each.title}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Overview({ unknown }: { readonly unknown: string | null }) {
  return (
    <article class="product">
      <h1>Try</h1>
      <p class="quiet">
        Every command as a form. <em>Check</em> asks the service what the command would do, and records nothing.
        Only <em>Record</em> changes the stock.
      </p>
      {unknown !== null && (
        <p class="note warn">
          There is no command <code>{unknown}</code>.
        </p>
      )}
      <div class="try-overview">
        {GROUPS.map(({ title, commands }) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {commands.map((each) => (
                <li key={each.name}>
                  <Link to={{ page: 'try', command: each.name, search: '' }}>{each.title}</Link>
                  <p class="quiet">{each.summary}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </article>
  );
}
