import { describe, expect, it } from 'vitest';
import openapi from '../../../../command-service/src/main/resources/openapi.yaml?raw';
import { isOfProduct, type Command } from '../../main/web/try/command';
import { commandOf, GROUPS } from '../../main/web/try/commands';

const COMMANDS = GROUPS.flatMap(({ commands }) => commands);

interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly schema: string | null;
}

/** The calls of the document that take a dry run, which are all commands. */
function calls(): Call[] {
  return openapi
    .split(/^  (?=\/v1)/m)
    .slice(1)
    .flatMap((section) => {
      const path = section.slice(0, section.indexOf(':'));
      return section
        .split(/^    (?=(?:post|put|patch|delete|get):$)/m)
        .slice(1)
        .filter((part) => part.includes('parameters/DryRun'))
        .map((part) => ({
          method: part.slice(0, part.indexOf(':')).toUpperCase(),
          path,
          operation: /operationId: (\w+)/.exec(part)![1]!,
          schema: /requestBody:[\s\S]*?schemas\/(\w+)"/.exec(part)?.[1] ?? null,
        }));
    });
}

/** The names of the fields of a schema and those that are required, of the object or of the lines within it. */
function fieldsOf(schema: string, depth: number): { readonly names: string[]; readonly required: string[] } {
  const text = new RegExp(`^    ${schema}:\n((?:     .*\n)+)`, 'm').exec(openapi)![1]!;
  const indent = ' '.repeat(depth);
  const properties = new RegExp(`^${indent}properties:\n((?:${indent}  .*\n)+)`, 'm').exec(text)?.[1] ?? '';
  const required = new RegExp(`^${indent}required: \\[(.*)\\]`, 'm').exec(text)?.[1] ?? '';
  return {
    names: [...properties.matchAll(new RegExp(`^${indent}  (\\w+):`, 'gm'))].map((match) => match[1]!),
    required: required === '' ? [] : required.split(', '),
  };
}

/** The lines of a command are described within its schema, or in one that several commands share. */
function lineFieldsOf(schema: string) {
  const shared = new RegExp(
    `^    ${schema}:\n(?:     .*\n)*?        lines: \\{\\$ref: "#/components/schemas/(\\w+)"`,
    'm',
  ).exec(openapi);
  return shared === null ? fieldsOf(schema, 12) : fieldsOf(shared[1]!, 8);
}

function inBody(command: Command): string[] {
  return [
    ...command.fields.map(({ name }) => name).filter((name) => !command.path.includes(`{${name}}`)),
    ...(command.lines === undefined ? [] : ['lines']),
    ...(command.productIds === undefined ? [] : [command.productIds]),
  ].toSorted();
}

function operationOf({ name }: Command): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

describe('The forms', () => {
  it('are all commands that the API describes, each with its call', () => {
    const described = calls().map(({ operation, method, path }) => `${operation} ${method} ${path}`);
    expect(described.length).toBeGreaterThan(20);
    expect(COMMANDS.map((command) => `${operationOf(command)} ${command.method} ${command.path}`).toSorted()).toEqual(
      described.toSorted(),
    );
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))('have the fields of %s', (_, command) => {
    const { schema } = calls().find(({ operation }) => operation === operationOf(command))!;
    const described = schema === null ? { names: [], required: [] } : fieldsOf(schema, 6);
    expect(inBody(command)).toEqual(described.names.toSorted());
    const required = command.fields
      .filter(({ isOptional, isNullable }) => !isOptional || isNullable)
      .map(({ name }) => name);
    expect(
      inBody(command)
        .filter((name) => required.includes(name))
        .toSorted(),
    ).toEqual(described.required.filter((name) => name !== 'lines').toSorted());
    expect(command.lines !== undefined && !command.areLinesOptional).toBe(described.required.includes('lines'));
  });

  it.each(COMMANDS.filter(({ lines }) => lines !== undefined).map((command) => [command.name, command] as const))(
    'have the fields of the lines of %s',
    (_, command) => {
      const { schema } = calls().find(({ operation }) => operation === operationOf(command))!;
      const described = lineFieldsOf(schema!);
      expect(command.lines!.map(({ name }) => name).toSorted()).toEqual(described.names.toSorted());
      expect(
        command
          .lines!.filter(({ isOptional }) => !isOptional)
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(described.required.toSorted());
    },
  );

  it('name the effect of a command that is not easily undone', () => {
    for (const name of ['archive-product', 'cancel-order', 'write-off-stock', 'count-stock']) {
      expect(commandOf(name)!.danger).toBeTruthy();
    }
  });

  it('know which commands are for one product', () => {
    expect(isOfProduct(commandOf('ship-stock')!)).toBe(true);
    expect(isOfProduct(commandOf('ship-order')!)).toBe(false);
    expect(commandOf('no-such-command')).toBeUndefined();
  });
});
