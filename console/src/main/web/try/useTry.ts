import { useEffect, useRef, useState } from 'preact/hooks';
import { failureOf, isAbort, ProblemError, type Failure } from '../api/failure';
import { useServices } from '../app/services';
import {
  forgetAttempt,
  isTooOld,
  newKey,
  openAfter,
  openAttempt,
  send,
  type Attempt,
  type RecordedCommand,
} from './attempt';
import { check, type Check } from './check';
import type { Command } from './command';
import type { CommandRequest } from './values';

/** How far a command has come. */
export type Phase =
  | { readonly kind: 'editing' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'refused';
      readonly request: CommandRequest;
      readonly refusal: ProblemError;
      readonly wasRecording: boolean;
    }
  | { readonly kind: 'checked'; readonly check: Check; readonly key: string }
  | { readonly kind: 'recording'; readonly attempt: Attempt }
  /** The command may have been recorded, unless the service has not taken it. */
  | {
      readonly kind: 'uncertain';
      readonly attempt: Attempt;
      readonly failure: Failure | null;
    }
  | { readonly kind: 'recorded'; readonly attempt: Attempt; readonly recorded: RecordedCommand };

export interface TryRun {
  readonly phase: Phase;
  readonly check: (request: CommandRequest) => void;
  /** Records what was checked, if the product still has the version when one is given. */
  readonly record: (check: Check, key: string, ifMatch: number | null) => void;
  /** Sends an attempt again with its key. */
  readonly repeat: (attempt: Attempt) => void;
  /** Begins again. */
  readonly reset: () => void;
}

/** Checks and records a command. An attempt of this tab whose outcome is unknown comes first. */
export function useTry(command: Command): TryRun {
  const { commands, queries } = useServices();
  const [phase, setPhase] = useState<Phase>(() => {
    const attempt = openAttempt(window.sessionStorage);
    if (attempt === null) {
      return { kind: 'editing' };
    }
    return isTooOld(attempt, Date.now()) ? forgotten() : { kind: 'uncertain', attempt, failure: null };
  });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const fail = (error: unknown, request: CommandRequest) => {
    if (
      error instanceof ProblemError &&
      error.problem.status < 500 &&
      error.kind !== 'unauthorized' &&
      error.kind !== 'forbidden'
    ) {
      setPhase({ kind: 'refused', request, refusal: error, wasRecording: false });
    } else if (!isAbort(error)) {
      setPhase({ kind: 'failed', failure: failureOf(error, 'command service') });
    }
  };

  const runCheck = (request: CommandRequest) => {
    abort.current?.abort();
    abort.current = new AbortController();
    setPhase({ kind: 'checking' });
    check({ commands, queries }, command, request, abort.current.signal).then(
      (result) => setPhase({ kind: 'checked', check: result, key: newKey() }),
      (error: unknown) => fail(error, request),
    );
  };

  const repeat = (attempt: Attempt) => {
    if (isTooOld(attempt, Date.now())) {
      setPhase(forgotten());
      return;
    }
    setPhase({ kind: 'recording', attempt });
    send(commands, attempt, window.sessionStorage).then(
      (recorded) => setPhase({ kind: 'recorded', attempt, recorded }),
      (error: unknown) => {
        const open = openAfter(attempt, error);
        if (open !== null) {
          setPhase({
            kind: 'uncertain',
            attempt: open,
            failure: isAbort(error) ? null : failureOf(error, 'command service'),
          });
        } else if (error instanceof ProblemError) {
          setPhase({ kind: 'refused', request: attempt.request, refusal: error, wasRecording: true });
        }
      },
    );
  };

  return {
    phase,
    check: runCheck,
    record: ({ request }, key, ifMatch) =>
      repeat({ command: command.name, request, ifMatch, key, wasUncertain: false, firstSentAt: Date.now() }),
    repeat,
    reset: () => {
      forgetAttempt(window.sessionStorage);
      setPhase({ kind: 'editing' });
    },
  };
}

const TOO_OLD: Failure = {
  title: 'An earlier command is too old to be sent again',
  detail: 'The service keeps an idempotency key for a limited time, so that a repeat could record the command twice.',
  advice: 'Look at the product or the order to see whether it was recorded, and check the command again if not.',
};

/** Forgets an attempt that is too old, and says so. */
function forgotten(): Phase {
  forgetAttempt(window.sessionStorage);
  return { kind: 'failed', failure: TOO_OLD };
}
