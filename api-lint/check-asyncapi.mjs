// Checks the AsyncAPI document by the JSON Schema that the AsyncAPI Initiative publishes for its version.
import { readFileSync } from 'node:fs';
import specs from '@asyncapi/specs';
import Ajv from 'ajv';
import { parse } from 'yaml';

const file = process.argv[2];
const document = parse(readFileSync(file, 'utf8'));
const schema = specs.schemasWithoutId[document.asyncapi];
if (!schema) {
  throw new Error(`${file}: there is no schema for AsyncAPI ${document.asyncapi}`);
}
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
if (!validate(document)) {
  for (const { instancePath, message, params } of validate.errors) {
    console.error(`${file}${instancePath}: ${message} ${JSON.stringify(params)}`);
  }
  process.exit(1);
}
