import { useEffect, useRef, useState } from 'preact/hooks';
import { FailureNote } from '../parts/FailureNote';
import { attemptHeaders, type Attempt } from './attempt';
import type { Check } from './check';
import { CheckedEffect } from './CheckedEffect';
import { isOfProduct, type Command } from './command';
import { Curl } from './Curl';
import { RecordedNote } from './RecordedNote';
import { RefusalNote } from './RefusalNote';
import type { TryRun } from './useTry';
import type { CommandRequest, Faults } from './values';

interface Props {
  readonly command: Command;
  readonly attempt: TryRun;
  /** The call of the present values. */
  readonly request: CommandRequest;
  /** Whether a call is that of the present values. */
  readonly isCurrent: (request: CommandRequest) => boolean;
  readonly mayWrite: boolean;
  /** The faults that are shown at their fields. */
  readonly faults: Faults;
}

/** What the service has answered, and the next step. */
export function Outcome({ command, attempt, request, isCurrent, mayWrite, faults }: Props) {
  const { phase } = attempt;
  const [isBound, setBound] = useState(true);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (phase.kind === 'checked' || phase.kind === 'recorded' || (phase.kind === 'refused' && faults.size === 0)) {
      heading.current?.focus();
      heading.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [phase]);
  const isVoid =
    (phase.kind === 'checked' && !isCurrent(phase.check.request)) ||
    (phase.kind === 'refused' && !isCurrent(phase.request));
  const isFor = isOfProduct(command);
  return (
    <section class="try-outcome" aria-label="Answer">
      {phase.kind === 'editing' && <p class="none">Check the command to see what it would do. Record it after that.</p>}
      {phase.kind === 'checking' && <p role="status">The service decides the dry run</p>}
      {phase.kind === 'recording' && <p role="status">Recording</p>}
      {phase.kind === 'failed' && <FailureNote failure={phase.failure} />}
      {phase.kind === 'refused' && (
        <RefusalNote
          refusal={phase.refusal}
          wasRecording={phase.wasRecording}
          heading={heading}
        />
      )}
      {phase.kind === 'checked' && (
        <>
          <h2 ref={heading} tabIndex={-1}>
            What would happen
          </h2>
          {isVoid ? null : <CheckedEffect check={phase.check} />}
        </>
      )}
      {isVoid && (
        <p class="note warn" role="status">
          The values have changed since the check, so it is void. Check them again.
        </p>
      )}
      {phase.kind === 'checked' && !isVoid && (
        <RecordStep
          check={phase.check}
          isBound={isFor && isBound}
          mayWrite={mayWrite}
          onBound={isFor ? setBound : null}
          onRecord={() => attempt.record(phase.check, phase.key, isFor && isBound ? phase.check.version : null)}
        />
      )}
      {phase.kind === 'uncertain' && (
        <RepeatNote attempt={phase.attempt} mayWrite={mayWrite} next={attempt}>
          {phase.failure && <FailureNote failure={phase.failure} />}
        </RepeatNote>
      )}
      {phase.kind === 'recorded' && (
        <RecordedNote recorded={phase.recorded} attempt={phase.attempt} heading={heading} onAgain={attempt.reset} />
      )}
      <Curl
        request={request}
        headers={
          phase.kind === 'checked' && !isVoid
            ? attemptHeaders({ ifMatch: isFor && isBound ? phase.check.version : null, key: phase.key })
            : null
        }
      />
    </section>
  );
}

interface RecordStepProps {
  readonly check: Check;
  readonly isBound: boolean;
  readonly mayWrite: boolean;
  /** Null for an order, which has no version. */
  readonly onBound: ((isBound: boolean) => void) | null;
  readonly onRecord: () => void;
}

function RecordStep({ check, isBound, mayWrite, onBound, onRecord }: RecordStepProps) {
  return (
    <div class="try-record">
      {onBound !== null && check.version !== null && (
        <label class="try-none">
          <input type="checkbox" checked={isBound} onChange={(event) => onBound(event.currentTarget.checked)} />
          {check.version === 0
            ? 'Only if the product still does not exist'
            : `Only if the product still has version ${check.version}`}
        </label>
      )}
      <button type="button" class="main" disabled={!mayWrite} onClick={onRecord}>
        Record
      </button>
    </div>
  );
}

interface RepeatNoteProps {
  readonly attempt: Attempt;
  readonly mayWrite: boolean;
  readonly next: TryRun;
  readonly children: preact.ComponentChildren;
}

/** A command that may have been recorded: it is sent again with its key, so that it takes effect once. */
function RepeatNote({ attempt, mayWrite, next, children }: RepeatNoteProps) {
  const { method, path, body } = attempt.request;
  return (
    <div class="note warn try-uncertain" role="alert">
      <h2>{attempt.wasUncertain ? 'The outcome is not known' : 'Not recorded yet'}</h2>
      {children}
      <p>
        <code>{attempt.command}</code> was sent, and{' '}
        {attempt.wasUncertain ? 'may have been recorded' : 'the service has not taken it'}. Send it again: it has the
        same idempotency key, so that it takes effect at most once.
      </p>
      <pre>{[`${method} ${path}`, ...(body === null ? [] : [body])].join('\n')}</pre>
      <p class="actions">
        <button type="button" class="main" disabled={!mayWrite} onClick={() => next.repeat(attempt)}>
          Send it again
        </button>
        <button type="button" onClick={next.reset}>
          Forget it
        </button>
      </p>
    </div>
  );
}
