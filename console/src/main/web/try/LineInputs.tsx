import { useEffect, useRef } from 'preact/hooks';
import { quantity } from '../format/format';
import { LINES_MAX, type Field, type FieldKind } from './command';
import { FieldInput, type Choices } from './FieldInput';
import type { Faults, Inputs } from './values';

interface Props {
  readonly fields: readonly Field[];
  readonly lines: readonly Inputs[];
  readonly faults: Faults;
  readonly choices: (kind: FieldKind) => Choices | undefined;
  readonly isOptional: boolean;
  readonly onChange: (lines: readonly Inputs[]) => void;
}

/** The lines of a command on an order. */
export function LineInputs({ fields, lines, faults, choices, isOptional, onChange }: Props) {
  const list = useRef<HTMLFieldSetElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const isAdded = useRef(false);
  useEffect(() => {
    if (isAdded.current) {
      isAdded.current = false;
      list.current?.querySelector<HTMLElement>('.try-line:last-of-type [data-field]')?.focus();
    }
  }, [lines.length]);
  const add = () => {
    isAdded.current = true;
    onChange([...lines, {}]);
  };
  const remove = (index: number) => {
    onChange(lines.filter((_, each) => each !== index));
    addButton.current?.focus();
  };
  return (
    <fieldset class="try-lines" ref={list}>
      <legend>
        {lines.length === 0 ? 'Lines' : `${quantity(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}`}
        {isOptional && <span class="quiet"> (optional)</span>}
      </legend>
      {lines.map((line, index) => (
        <div class="try-line" key={index} role="group" aria-label={`Line ${index + 1}`}>
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              inputs={line}
              path={`lines[${index}].${field.name}`}
              fault={faults.get(`lines[${index}].${field.name}`)}
              choices={field.kind === 'product' ? choices('product') : undefined}
              isLine
              onChange={(name, value) =>
                onChange(lines.map((each, other) => (other === index ? { ...each, [name]: value } : each)))
              }
            />
          ))}
          <button
            type="button"
            class="remove"
            disabled={lines.length === 1 && !isOptional}
            aria-label={`Remove line ${index + 1}`}
            title={`Remove line ${index + 1}`}
            onClick={() => remove(index)}
          >
            ×
          </button>
        </div>
      ))}
      {faults.has('lines') && <p class="fault">{faults.get('lines')}</p>}
      <button type="button" ref={addButton} disabled={lines.length >= LINES_MAX} onClick={add}>
        Add a line
      </button>
    </fieldset>
  );
}
