import { invalidValue, missingParameter } from './errors.ts';

/** The parameters of one request, read the way that EC2 names them: `NetworkAclId.1`, `PortRange.From`, `Filter.2.Value.1`. */
export interface Parameters {
  /** The value, or undefined when it is absent. An empty value is a value. */
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  /** All of `name.1`, `name.2` ... in order of their numbers. */
  list(name: string): string[];
  /** The numbers that are used after `prefix.`, ascending: [1, 2] for `Filter.1.Name` and `Filter.2.Name`. */
  numbers(prefix: string): number[];
}

/** Reads a query string or a form body. Where a name comes twice the first value holds. */
export function readParameters(...sources: string[]): Parameters {
  const values = new Map<string, string>();
  for (const source of sources) {
    for (const [name, value] of new URLSearchParams(source)) if (!values.has(name)) values.set(name, value);
  }
  const numbers = (prefix: string) => {
    const found = new Set<number>();
    for (const name of values.keys()) {
      const number = name.startsWith(`${prefix}.`) ? /^\d{1,6}/.exec(name.slice(prefix.length + 1)) : null;
      if (number !== null) found.add(Number(number[0]));
    }
    return [...found].sort((a, b) => a - b);
  };
  return {
    text: (name) => values.get(name),
    integer: (name) => parseInteger(values.get(name)),
    flag: (name) => parseFlag(values.get(name)),
    list: (name) => numbers(name).flatMap((number) => values.get(`${name}.${number}`) ?? []),
    numbers,
  };
}

/** The value itself, or EC2's complaint that it is missing. `name` is as EC2 spells it in the complaint. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

function parseInteger(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  // EC2's integers have 32 bits.
  if (!/^[+-]?\d+$/.test(value) || Math.abs(number) > 0x7fffffff) throw invalidValue(`Invalid integer value ${value}`);
  return number;
}

function parseFlag(value: string | undefined): boolean | undefined {
  if (value === undefined || value === '') return undefined;
  const word = value.toLowerCase();
  if (word !== 'true' && word !== 'false') throw invalidValue(`Invalid boolean value ${value}`);
  return word === 'true';
}
