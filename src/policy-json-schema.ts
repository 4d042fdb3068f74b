import { z } from 'zod';
import { policySchema } from './decision/policy-schema.ts';

/**
 * The JSON Schema (draft 7, which editors know best) of a policy file, with what each key means. It knows the form of a text,
 * not all that is checked: `aism validate` has the last word.
 */
export function policyJsonSchema(): Record<string, unknown> {
  const made = z.toJSONSchema(policySchema, {
    target: 'draft-7',
    io: 'input',
    override({ jsonSchema }) {
      // No limit of ours: zod writes down how far numbers are exact.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { $schema, ...rest } = made;
  return {
    $schema,
    title: 'The policy of AISM (aism.yml)',
    description: 'How alerts are answered. docs/policy.md explains every key; aism validate checks a file.',
    ...rest,
  };
}

/** The same as the text of `aism.schema.json`. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
