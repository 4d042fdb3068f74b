import { entered, setValue } from '../element-state.ts';
import { interactiveElements, type Placed } from '../identify.ts';
import { isObject, type JsonObject, lengthOf } from '../json-value.ts';
import { NotPossibleError } from '../slack-error.ts';
import type { SlackView, ViewState } from '../types.ts';

/**
 * The view's state after a person filled it in. `values` is `{block_id: {action_id: value}}` or simply
 * `{action_id: value}`. Throws `NotPossibleError` (400) where Slack's own form would not let the person go on.
 */
export function fillIn(view: SlackView, values: JsonObject): ViewState {
  const state = structuredClone(view.state);
  const inputs = interactiveElements(view.blocks).filter(
    ({ block, element }) => state.values[block.block_id]?.[String(element['action_id'])],
  );
  for (const [name, value] of Object.entries(values)) {
    const inBlock = inputs.filter(({ block }) => block.block_id === name);
    const nested = isObject(value) ? inBlock.filter(({ element }) => String(element['action_id']) in value) : [];
    if (isObject(value) && nested.length > 0) {
      for (const placed of nested) enter(state, placed, value[String(placed.element['action_id'])]);
      continue;
    }
    const placed = inputs.find(({ element }) => element['action_id'] === name) ?? inBlock[0];
    if (!placed) throw new NotPossibleError(`the view has no input "${name}"; it has ${names(inputs)}`, 400);
    enter(state, placed, value);
  }
  for (const placed of inputs) checkFilled(placed, state);
  return state;
}

function enter(state: ViewState, { block, element }: Placed, value: unknown): void {
  setValue(state.values, block, element, entered(element, value));
}

function checkFilled({ block, element }: Placed, state: ViewState): void {
  const name = `${block.block_id}/${String(element['action_id'])}`;
  const { type: _type, ...held } = state.values[block.block_id]?.[String(element['action_id'])] ?? {};
  const [value] = Object.values(held);
  const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (empty) {
    if (block.type !== 'input' || block['optional'] === true) return;
    throw new NotPossibleError(`${name}: please complete this required field`, 400);
  }
  if (typeof value !== 'string') return;
  const { min_length: min, max_length: max } = element;
  const length = lengthOf(value);
  if (typeof min === 'number' && length < min) {
    throw new NotPossibleError(`${name}: at least ${min} characters are needed`, 400);
  }
  if (length > (typeof max === 'number' ? max : 3000)) throw new NotPossibleError(`${name}: the text is too long`, 400);
}

function names(inputs: Placed[]): string {
  return inputs.map(({ block, element }) => `${block.block_id}/${String(element['action_id'])}`).join(', ') || 'none';
}
