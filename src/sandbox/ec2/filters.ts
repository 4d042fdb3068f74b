import { invalidValue, missingParameter } from './errors.ts';
import type { Parameters } from './parameters.ts';

/** What each filter of one Describe action looks at. `tag:<key>` and `tag-key` come of themselves. */
export type FilterFields<T> = Record<string, (resource: T) => readonly (string | number | boolean | undefined)[]>;

/**
 * Reads `Filter.N.Name` and `Filter.N.Value.M` into one question. All filters must match, each by any of its values;
 * in a value `*` stands for any text and `?` for one character.
 */
export function readFilters<T>(
  parameters: Parameters,
  fields: FilterFields<T>,
  tags: (resource: T) => readonly { Key: string; Value: string }[],
): (resource: T) => boolean {
  const tests = parameters.numbers('Filter').map((number) => {
    const name = parameters.text(`Filter.${number}.Name`);
    if (name === undefined || name === '') throw missingParameter(`Filter.${number}.Name`);
    const patterns = parameters.list(`Filter.${number}.Value`).map(wildcard);
    if (patterns.length === 0) throw missingParameter(`Filter.${number}.Value`);
    const look = Object.hasOwn(fields, name) ? fields[name] : lookAtTags(name, tags);
    if (look === undefined) throw invalidValue(`The filter '${name}' is invalid`);
    return (resource: T) =>
      look(resource).some((value) => value !== undefined && patterns.some((pattern) => pattern.test(String(value))));
  });
  return (resource) => tests.every((test) => test(resource));
}

function lookAtTags<T>(name: string, tags: (resource: T) => readonly { Key: string; Value: string }[]) {
  if (name === 'tag-key') return (resource: T) => tags(resource).map((tag) => tag.Key);
  if (!name.startsWith('tag:')) return undefined;
  const key = name.slice('tag:'.length);
  return (resource: T) => tags(resource).flatMap((tag) => (tag.Key === key ? [tag.Value] : []));
}

function wildcard(value: string): RegExp {
  const source = value
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('\\*', '[^]*')
    .replaceAll('\\?', '[^]');
  return new RegExp(`^${source}$`);
}
