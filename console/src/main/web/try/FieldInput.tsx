import { useId } from 'preact/hooks';
import type { Field } from './command';
import type { Inputs } from './values';

/** Values that an input offers while it is typed into. */
export interface Choices {
  readonly values: readonly { readonly value: string; readonly label?: string }[];
  readonly onInput?: (text: string) => void;
}

interface Props {
  readonly field: Field;
  readonly inputs: Inputs;
  /** The name that the API gives the field, such as `lines[2].quantity`. */
  readonly path: string;
  readonly fault: string | undefined;
  readonly choices?: Choices | undefined;
  readonly isLine?: boolean;
  readonly onChange: (name: string, value: string) => void;
}

/** One field of a form with its hint, and the fault that was found in it. */
export function FieldInput({ field, inputs, path, fault, choices, isLine = false, onChange }: Props) {
  const id = useId();
  const { name, label, kind, hint, none } = field;
  const value = inputs[name] ?? '';
  const isNone = none !== undefined && inputs[none.name] === 'true';
  const described = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter((each) => each !== '').join(' ');
  const common = {
    id,
    'data-field': path,
    'aria-invalid': fault !== undefined,
    'aria-describedby': described === '' ? undefined : described,
  };
  if (kind === 'flag') {
    return (
      <div class="try-field flag">
        <label>
          <input
            type="checkbox"
            {...common}
            checked={value === 'true'}
            onChange={(event) => onChange(name, event.currentTarget.checked ? 'true' : '')}
          />
          {label}
        </label>
        <Notes id={id} hint={hint} fault={fault} />
      </div>
    );
  }
  const isNumber = kind === 'quantity' || kind === 'level' || kind === 'seconds';
  return (
    <div class={`try-field ${kind}`}>
      <label for={id}>
        {label}
        {field.isOptional && !isLine && <span class="quiet"> (optional)</span>}
      </label>
      {kind === 'choice' ? (
        <select
          {...common}
          value={value || field.choices?.[0]}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        >
          {field.choices?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          inputMode={isNumber ? 'numeric' : undefined}
          dir={isNumber ? undefined : 'auto'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={kind === 'text'}
          list={choices === undefined ? undefined : `${id}-list`}
          disabled={isNone}
          value={isNone ? '' : value}
          onFocus={() => choices?.onInput?.(value)}
          onInput={(event) => {
            choices?.onInput?.(event.currentTarget.value);
            onChange(name, event.currentTarget.value);
          }}
        />
      )}
      {choices !== undefined && (
        <datalist id={`${id}-list`}>
          {choices.values.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
      {none !== undefined && (
        <label class="try-none">
          <input
            type="checkbox"
            checked={isNone}
            onChange={(event) => onChange(none.name, event.currentTarget.checked ? 'true' : '')}
          />
          {none.label}
        </label>
      )}
      <Notes id={id} hint={hint} fault={fault} />
    </div>
  );
}

function Notes({
  id,
  hint,
  fault,
}: {
  readonly id: string;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </>
  );
}
