import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { useStore } from '../app/store';
import { quantity } from '../format/format';
import { lacks, WRITE } from '../session/scopes';
import type { Command } from './command';
import { FieldInput } from './FieldInput';
import { fieldFaults } from './faults';
import { LineInputs } from './LineInputs';
import { Outcome } from './Outcome';
import { useChoices, useSubject, type Subject } from './useChoices';
import { useTry } from './useTry';
import { useValuesInAddress } from './useValuesInAddress';
import { isInAddress, requestOf, type Values } from './values';

/** The form of a command, and beside it what the service answers. */
export function CommandForm({ command, search }: { readonly command: Command; readonly search: string }) {
  const { session } = useServices();
  const state = useStore(session.state);
  const [values, setValues] = useValuesInAddress(command, search);
  const attempt = useTry(command);
  const { phase } = attempt;
  const form = useRef<HTMLFormElement>(null);
  const { request, faults: ownFaults } = useMemo(() => requestOf(command, values), [command, values]);
  const [sent, setSent] = useState('');
  const fingerprint = JSON.stringify(request);
  const areFaultsShown = sent === fingerprint;
  const refusal = phase.kind === 'refused' ? phase.refusal : null;
  // A fault belongs to the values that were checked.
  const faults = areFaultsShown ? new Map([...fieldFaults(refusal), ...ownFaults]) : new Map<string, string>();
  const recorded = phase.kind === 'recorded' ? phase.recorded.answer : null;
  const subject = useSubject(values.fields['productId'] ?? '', recorded);
  const choices = useChoices(subject);
  const mayWrite = !lacks(state.kind === 'signed-in' ? state.token : null, WRITE);
  // A command whose outcome is unknown comes first: the same one must not be recorded with another key.
  const isBusy = phase.kind === 'checking' || phase.kind === 'recording' || phase.kind === 'uncertain';

  useEffect(() => {
    if (faults.size > 0) {
      const fields = [...(form.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
      fields.find((field) => faults.has(field.dataset['field']!))?.focus();
    }
    // Once for each answer, and not when the values change.
  }, [sent, phase]);

  const submit = (event: Event) => {
    event.preventDefault();
    setSent(fingerprint);
    if (ownFaults.size > 0) {
      // The same faults again: the focus goes to the first of them once more.
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    } else {
      attempt.check(request);
    }
  };
  const change = (name: string, value: string) => setValues({ ...values, fields: { ...values.fields, [name]: value } });

  return (
    <div class={command.lines === undefined ? 'try-work' : 'try-work wide'}>
      <form ref={form} class="try-form" noValidate onSubmit={submit}>
        {!mayWrite && (
          <p class="note warn" id="try-scope">
            The token lacks the scope <code>{WRITE}</code>, which every command and every dry run needs. Sign in with a
            token that has it.
          </p>
        )}
        {command.danger !== undefined && (
          <p class="note bad">
            <strong>{command.title}:</strong> {command.danger}
          </p>
        )}
        <div class="try-fields">
          {command.fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              inputs={values.fields}
              path={field.name}
              fault={faults.get(field.name)}
              choices={choices(field.kind)}
              onChange={change}
            />
          ))}
        </div>
        <SubjectNote subject={subject} />
        {command.lines !== undefined && (
          <LineInputs
            fields={command.lines}
            lines={values.lines}
            faults={faults}
            choices={choices}
            isOptional={command.areLinesOptional ?? false}
            onChange={(lines) => setValues({ ...values, lines })}
          />
        )}
        {command.productIds !== undefined && (
          <ProductIds
            name={command.productIds}
            values={values}
            fault={faults.get(command.productIds)}
            onChange={change}
          />
        )}
        {faults.size > 0 && (
          <p class="fault" role="alert">
            {faults.size === 1 ? 'A field needs' : `${quantity(faults.size)} fields need`} a correction.
          </p>
        )}
        {!isInAddress(values) && (
          <p class="quiet">The lines are too many for the address of the page, which leaves them out.</p>
        )}
        <p class="actions">
          <button
            type="submit"
            class="main"
            disabled={isBusy || !mayWrite}
            aria-describedby={mayWrite ? undefined : 'try-scope'}
          >
            {phase.kind === 'checking' ? 'Checking' : 'Check'}
          </button>
          <span class="quiet">A dry run: nothing is recorded.</span>
        </p>
      </form>
      <Outcome
        command={command}
        attempt={attempt}
        request={request}
        isCurrent={(checked) => JSON.stringify(checked) === fingerprint}
        mayWrite={mayWrite}
        faults={faults}
      />
    </div>
  );
}

/** The present stock of the product that is typed in. */
function SubjectNote({ subject }: { readonly subject: Subject | null }) {
  if (subject === null) {
    return null;
  }
  const { name, availableStock, reservedStock, totalStock, version, archived } = subject.item;
  return (
    <p class="try-subject">
      <bdi>{name}</bdi>
      {archived && <span class="tag">archived</span>}
      <span class="quiet">
        {` ${quantity(availableStock)} available, ${quantity(reservedStock)} reserved, `}
        {`${quantity(totalStock)} in total; version ${quantity(version)}`}
      </span>
    </p>
  );
}

interface ProductIdsProps {
  readonly name: string;
  readonly values: Values;
  readonly fault: string | undefined;
  readonly onChange: (name: string, value: string) => void;
}

/** A list of product ids, one per line. */
function ProductIds({ name, values, fault, onChange }: ProductIdsProps) {
  return (
    <div class="try-field">
      <label for="try-ids">
        Only these products<span class="quiet"> (optional)</span>
      </label>
      <textarea
        id="try-ids"
        data-field={name}
        rows={4}
        dir="auto"
        spellcheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby="try-ids-hint"
        value={values.fields[name] ?? ''}
        onInput={(event) => onChange(name, event.currentTarget.value)}
      />
      <p class="hint" id="try-ids-hint">
        One id per line; empty is everything that the order holds.
      </p>
      {fault !== undefined && <p class="fault">{fault}</p>}
    </div>
  );
}
