import { wholeNumber } from '../stock/filter';
import { LINES_MAX, type Command, type Field, type Method } from './command';

/** The inputs of a form by the name of their field, as they were typed. A switch that is on is `true`. */
export type Inputs = Readonly<Record<string, string>>;

export interface Values {
  readonly fields: Inputs;
  readonly lines: readonly Inputs[];
}

/** A call of the command service. */
export interface CommandRequest {
  readonly method: Method;
  readonly path: string;
  /** JSON; null for a call without a body. */
  readonly body: string | null;
}

/** The faults of inputs, by the name that the API gives the field, such as `lines[2].quantity`. */
export type Faults = ReadonlyMap<string, string>;

/** A longer list of lines is not a part of the address, because servers refuse long ones. */
const ADDRESS_CHARS_MAX = 3_000;

const LINES = 'lines';

/** Reads the values from the address of the page. Names that the command does not have are left out. */
export function valuesOf(command: Command, search: string): Values {
  const query = new URLSearchParams(search);
  const fields: Record<string, string> = {};
  for (const name of [...inputNames(command.fields), ...(command.productIds ? [command.productIds] : [])]) {
    const value = query.get(name);
    if (value !== null && value !== '') {
      fields[name] = value;
    }
  }
  const lines = command.lines === undefined ? [] : linesOf(command.lines, query.get(LINES) ?? '[]');
  return { fields, lines: lines.length === 0 && command.lines && !command.areLinesOptional ? [{}] : lines };
}

function linesOf(fields: readonly Field[], text: string): Inputs[] {
  const names = inputNames(fields);
  try {
    const lines: unknown = JSON.parse(text);
    return (Array.isArray(lines) ? lines : []).slice(0, LINES_MAX).map((line: unknown) => {
      const inputs = Object(line) as Record<string, unknown>;
      return Object.fromEntries(
        names.flatMap((name) => (inputs[name] === undefined ? [] : [[name, String(inputs[name])]])),
      );
    });
  } catch {
    return [];
  }
}

/** The search part of the address that holds the values: empty, or with its question mark. */
export function searchOf({ fields, lines }: Values): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  const filled = lines.filter((line) => Object.values(line).some((value) => value !== ''));
  if (filled.length > 0) {
    const text = JSON.stringify(filled);
    if (encodeURIComponent(text).length <= ADDRESS_CHARS_MAX) {
      query.set(LINES, text);
    }
  }
  const search = query.toString();
  return search === '' ? '' : `?${search}`;
}

/** Whether the address holds all values: it leaves out lines that would make it too long. */
export function isInAddress({ lines }: Values): boolean {
  return encodeURIComponent(JSON.stringify(lines)).length <= ADDRESS_CHARS_MAX;
}

function inputNames(fields: readonly Field[]): string[] {
  return fields.flatMap(({ name, none }) => (none === undefined ? [name] : [name, none.name]));
}

/** A surrogate of UTF-16 without its other half. */
const HALF_PAIR = /\p{Surrogate}/gu;

/** The call of the values, and the faults that the console finds itself; the service finds the others. */
export function requestOf(
  command: Command,
  values: Values,
): { readonly request: CommandRequest; readonly faults: Faults } {
  const faults = new Map<string, string>();
  const body = bodyOf(command.fields, values.fields, '', faults);
  const path = command.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = String(body[name] ?? '');
    delete body[name];
    if (id === '.' || id === '..') {
      faults.set(name, 'must not be . or .., which no address can contain');
    }
    if (id.search(HALF_PAIR) >= 0) {
      faults.set(name, 'has half of a character, which no address can contain');
    }
    return encodeURIComponent(id.replaceAll(HALF_PAIR, '\ufffd'));
  });
  if (command.lines !== undefined && (values.lines.length > 0 || !command.areLinesOptional)) {
    const lines = command.lines;
    body[LINES] = values.lines.map((line, index) => bodyOf(lines, line, `${LINES}[${index}].`, faults));
  }
  if (command.productIds !== undefined) {
    const ids = (values.fields[command.productIds] ?? '')
      .split('\n')
      .map(idOf)
      .filter((id) => id !== '');
    if (ids.length > 0) {
      body[command.productIds] = ids;
    }
  }
  const hasBody = command.method !== 'DELETE' && Object.keys(body).length + Number(!isWithoutBody(command)) > 0;
  return { request: { method: command.method, path, body: hasBody ? JSON.stringify(body) : null }, faults };
}

/** Whether all fields are in the path. */
function isWithoutBody(command: Command): boolean {
  return (
    command.lines === undefined &&
    command.productIds === undefined &&
    command.fields.every(({ name }) => command.path.includes(`{${name}}`))
  );
}

function bodyOf(
  fields: readonly Field[],
  inputs: Inputs,
  prefix: string,
  faults: Map<string, string>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, kind, none } = field;
    const input = inputs[name] ?? '';
    if (none !== undefined && inputs[none.name] === 'true') {
      body[name] = null;
    } else if (kind === 'flag') {
      if (input === 'true') {
        body[name] = true;
      }
    } else if (kind === 'choice') {
      if (input !== '' && input !== field.choices?.[0]) {
        body[name] = input;
      }
    } else {
      const value = valueOf(field, input);
      if (value instanceof Error) {
        faults.set(prefix + name, value.message);
      } else if (value !== undefined) {
        body[name] = value;
      }
    }
  }
  return body;
}

/** The value to send; undefined for none. */
function valueOf({ kind, isOptional, isNullable }: Field, input: string): unknown {
  const text = kind === 'text' ? input : idOf(input);
  if (text === '') {
    return isNullable ? null : isOptional ? undefined : new Error('is missing');
  }
  if (kind !== 'quantity' && kind !== 'level' && kind !== 'seconds') {
    return text;
  }
  return wholeNumber(text) ?? new Error('must be a whole number in plain digits, at most 9007199254740991');
}

/** An id as the API has it: without white space around it, and in normalization form NFC. */
function idOf(input: string): string {
  return input.trim().normalize('NFC');
}

/** The call as a command line for a shell. The token is a variable, so that it is not copied. */
export function curlOf(
  url: string,
  request: CommandRequest,
  headers: Readonly<Record<string, string>>,
  hasToken: boolean,
): string {
  const parts = [
    `curl -X ${request.method} ${quoted(url)}`,
    ...(hasToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(request.body === null ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(request.body)}`]),
  ];
  return parts.join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
