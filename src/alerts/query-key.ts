import { isAddressField, withoutSuffix } from './address-fields.ts';
import { type Body, ownValue, textsAt } from './body-fields.ts';

/** Whether the body tells the rule's query_key at all, if only that it has none. */
export function tellsQueryKey(body: Body): boolean {
  return Object.hasOwn(body, 'rule_param_query_key');
}

/** The fields of the rule's query_key that name addresses; a compound key (`source.ip,user.name`) has several fields. */
export function addressFieldsOfQueryKey(body: Body): string[] {
  return textsAt(body, 'rule_param_query_key')
    .flatMap((key) => key.split(','))
    .map(withoutSuffix)
    .filter(isAddressField);
}

/**
 * The address inside ElastAlert's extra key for a compound query_key: `"source.ip,user.name": "203.0.113.9, root"`.
 * Only if there are as many values as names: a user name with a comma in it could move another text into the place.
 */
export function addressInCompoundKey(body: Body): { field: string; text: string } | undefined {
  for (const key of Object.keys(body).filter((name) => name.includes(','))) {
    const names = key.split(',').map(withoutSuffix);
    const values = textsOf(ownValue(body, key));
    const place = names.findIndex(isAddressField);
    const [field, text] = [names[place], values[place]];
    if (names.length === values.length && field !== undefined && text !== undefined) return { field, text };
  }
  return undefined;
}

function textsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [];
}
