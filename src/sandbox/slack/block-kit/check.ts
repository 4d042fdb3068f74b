import { isObject, type JsonObject, lengthOf } from '../json-value.ts';

/** Tells of one problem: what is wrong, and the JSON pointer where. */
export type Report = (problem: string, at: string) => void;

/** Looks at one value and reports what Slack would refuse in it, in Slack's own words. */
export type Check = (value: unknown, at: string, report: Report) => void;

export type Fields = Record<string, Check>;

/** A string of `min` (1) to `max` characters. */
export function string({ min = 1, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {}): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') return report('must provide a string', at);
    const length = lengthOf(value);
    if (length < min) report(`must be more than ${min - 1} characters`, at);
    if (length > max) report(`must be less than ${max + 1} characters`, at);
  };
}

export const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report('must provide a boolean', at);
};

/** A whole number within bounds. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Check {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report('must provide an integer', at);
    if (value < min) report(`must be greater than ${min - 1}`, at);
    if (value > max) report(`must be less than ${max + 1}`, at);
  };
}

/** One of a few words. */
export function word(...words: string[]): Check {
  return (value, at, report) => {
    if (typeof value !== 'string' || !words.includes(value)) report('must be a valid enum value', at);
  };
}

/** A list of `min` (1) to `max` items, each checked. */
export function list(item: Check, { min = 1, max = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report('must provide an array', at);
    if (value.length < min) report(`must provide at least ${min} items`, at);
    if (value.length > max) report(`no more than ${max} items allowed`, at);
    value.forEach((entry, index) => {
      item(entry, `${at}/${index}`, report);
    });
  };
}

/** An object with these fields and no other; `type` is left to whoever chose this check by it. */
export function object(required: Fields, optional: Fields = {}, also?: Check): Check {
  return (value, at, report) => {
    if (!isObject(value)) return report('must provide an object', at);
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report(`missing required field: ${name}`, at);
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = fieldOf(required, name) ?? fieldOf(optional, name);
      if (check) check(entry, `${at}/${name}`, report);
      else if (name !== 'type') report(`invalid additional property: ${name}`, at);
    }
    also?.(value, at, report);
  };
}

/** An object whose `type` chooses the check; a type that is not listed is refused. */
export function byType(checks: Fields): Check {
  return (value, at, report) => {
    if (!isObject(value)) return report('must provide an object', at);
    const type = value['type'];
    if (type === undefined) return report('missing required field: type', at);
    const check = typeof type === 'string' ? fieldOf(checks, type) : undefined;
    if (check) check(value, at, report);
    else report(`unsupported type: ${String(type)}`, `${at}/type`);
  };
}

/** A rule between fields, reported at the object itself. */
export function rule(broken: (value: JsonObject) => string | undefined): Check {
  return (value, at, report) => {
    const problem = isObject(value) ? broken(value) : undefined;
    if (problem) report(problem, at);
  };
}

/** The check of this name; a name like `constructor`, which every object answers to, is no field. */
function fieldOf(fields: Fields, name: string): Check | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
