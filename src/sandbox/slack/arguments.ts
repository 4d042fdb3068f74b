import type { JsonObject } from './json-value.ts';
import { invalidArguments, SlackError } from './slack-error.ts';

// The arguments of a method come as JSON or as a form; in a form everything is a string, and objects are JSON in it.

/** A string argument; a number counts as one. Empty counts as not given. */
export function textArgument(args: JsonObject, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A string argument that must be there. */
export function requiredArgument(args: JsonObject, name: string): string {
  const value = textArgument(args, name);
  if (value === undefined) throw invalidArguments([`missing required field: ${name} [json-pointer:/${name}]`]);
  return value;
}

export function flagArgument(args: JsonObject, name: string): boolean {
  const value = args[name];
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** A whole number within bounds, or the fallback if none is given. */
export function countArgument(args: JsonObject, name: string, fallback: number, max: number): number {
  const text = textArgument(args, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new SlackError('invalid_limit');
  return Math.min(value, max);
}

/** An argument that is an object or a list; `malformed` is Slack's error for text that is not JSON. */
export function jsonArgument(args: JsonObject, name: string, malformed: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(malformed);
  }
}
