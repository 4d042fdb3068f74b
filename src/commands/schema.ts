import { policyJsonSchemaText } from '../policy-json-schema.ts';

/** `aism schema` */
export function runSchema(): void {
  process.stdout.write(policyJsonSchemaText());
}
