import { entered, optionOf, optionsOf } from '../element-state.ts';
import { interactiveElements, type Placed } from '../identify.ts';
import type { JsonObject } from '../json-value.ts';
import { NotPossibleError } from '../slack-error.ts';
import type { Block } from '../types.ts';

/** The element to use: with this action_id and, where several have it, with this value. */
export function clickable(blocks: readonly Block[], actionId: string, value: string | undefined): Placed {
  const all = interactiveElements(blocks);
  const named = all.filter(({ element }) => element['action_id'] === actionId);
  const [only] = named;
  if (!only) {
    const there = all.map(({ element }) => String(element['action_id'])).join(', ') || 'nothing to click';
    throw new NotPossibleError(`there is no element "${actionId}" here; there is ${there}`);
  }
  const exact = value === undefined ? undefined : named.find(({ element }) => offers(element, value));
  if (exact || named.length === 1 || value === undefined) return exact ?? only;
  const values = named.map(({ element }) => String(element['value'])).join(', ');
  throw new NotPossibleError(`no element "${actionId}" has the value "${value}"; there is ${values}`);
}

function offers(element: JsonObject, value: string): boolean {
  return element['value'] === value || optionsOf(element).some((option) => option['value'] === value);
}

/** The entry of `actions` in the payload, without its time. */
export function chosen({ block, element }: Placed, value: string | undefined): JsonObject {
  const { type, action_id, text, style, value: own, confirm, placeholder, url } = element;
  const known = { type, action_id, block_id: block.block_id };
  if (type === 'button') return defined({ ...known, text, value: own, style, confirm, url });
  const asked = defined({ ...known, confirm, placeholder });
  if (type === 'overflow') return { ...asked, selected_option: optionOf(element, needed(element, value)) };
  const isMenu = optionsOf(element).length > 0;
  return { ...asked, ...entered(element, isMenu ? needed(element, value) : value) };
}

function needed(element: JsonObject, value: string | undefined): string {
  if (value !== undefined) return value;
  const values = optionsOf(element)
    .map((option) => String(option['value']))
    .join(', ');
  throw new NotPossibleError(`"value" must choose an option of "${String(element['action_id'])}": ${values}`, 400);
}

function defined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
