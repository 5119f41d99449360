import { LateError } from './timeLimit';

/** A problem document (RFC 9457), as both services answer it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly scope?: string;
  readonly errors?: readonly Fault[];
}

/** A fault of an input, as a problem names it. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

const PROBLEM = 'urn:stockledger:problem:';

/** A service has refused a call. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** The seconds after which a repeat may succeed, if the service has named them. */
    readonly retryAfterSeconds: number | null,
  ) {
    super([problem.detail ?? problem.title, ...faultsBeside(problem).map(faultText)].join(', '));
  }

  /** The stable name of the problem, such as `product-not-found`. */
  get kind(): string {
    return this.problem.type.startsWith(PROBLEM) ? this.problem.type.slice(PROBLEM.length) : '';
  }
}

/** Reads the problem of an answer; an answer of something in between may be no problem document. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/problem+json')) {
    return new ProblemError({ ...((await response.json()) as Problem), status: response.status }, retryAfter);
  }
  const title = `The answer was ${response.status} ${response.statusText}`.trim();
  return new ProblemError({ type: '', title, status: response.status }, retryAfter);
}

/** What a page shows of an error: the fact, its cause, and what to do. */
export interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly advice: string;
  /** The faults of the input, if the detail does not name all of them. */
  readonly faults?: readonly Fault[];
}

/** @param service the service that was called */
export function failureOf(error: unknown, service = 'query service'): Failure {
  if (error instanceof ProblemError) {
    return {
      title: error.problem.title,
      detail: error.problem.detail ?? '',
      advice: adviceFor(error),
      faults: faultsBeside(error.problem),
    };
  }
  if (error instanceof LateError) {
    return {
      title: `The ${service} did not answer within ${error.seconds} s`,
      detail: 'It is overloaded or stopped, or the connection to it hangs.',
      advice: 'Try again. If it stays so, look at the log of the service.',
    };
  }
  if (isUnanswered(error)) {
    return {
      title: `The ${service} did not answer`,
      detail: 'The connection was refused, has failed or was closed, or something in between does not allow the call.',
      advice: 'Check that the service runs and that this machine reaches it, then try again.',
    };
  }
  return {
    title: 'The console has failed',
    detail: error instanceof Error ? error.message : String(error),
    advice: 'Load the page again. If that does not help, report it with the text above.',
  };
}

/** Whether a call got no answer at all, or none in time. */
export function isUnanswered(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof LateError ||
    (error instanceof DOMException && error.name === 'TimeoutError')
  );
}

/** All faults of the input that a problem names; none if its detail names them, as it does a single one. */
export function faultsBeside({ detail = '', errors = [] }: Problem): readonly Fault[] {
  return errors.every(({ field, message }) => detail.includes(`${field}: ${message}`)) ? [] : errors;
}

function faultText({ field, message }: Fault): string {
  return `${field} ${message}`;
}

function adviceFor(error: ProblemError): string {
  switch (error.kind) {
    case 'unauthorized':
      return 'Sign in with a valid token.';
    case 'forbidden':
      return `Sign in with a token that has the scope ${error.problem.scope ?? 'of this call'}.`;
    case 'malformed-request':
      return 'Correct the input, or clear the filters.';
    case 'not-found':
      return 'A gateway does not publish the routes of the operator. Call the service from inside its network.';
    case 'product-not-found':
      return 'Check the id, or look for the product in the list. A new product is visible after a moment.';
    default:
      break;
  }
  if (error.retryAfterSeconds !== null) {
    return `Try again in ${error.retryAfterSeconds} s.`;
  }
  return error.problem.status >= 500 ? 'Try again soon. If it stays so, look at the log of the service.' : '';
}

/** Whether the error says only that the caller itself has ended the call. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
