import { newId } from './identifiers.ts';
import { isObject, type JsonObject, objectsIn, stringOf } from './json-value.ts';
import type { Block } from './types.ts';

/** What people can use: everything in a block that may have an `action_id`. */
const INTERACTIVE =
  /^(button|overflow|.*_select|radio_buttons|checkboxes|datepicker|timepicker|datetimepicker|.*_input)$/;

/** Gives every block a `block_id` and every interactive element an `action_id`, as Slack does where the app gave none. */
export function identify(blocks: unknown): Block[] {
  return objectsIn(blocks).map((block) => {
    const identified: Block = {
      ...block,
      type: stringOf(block['type']) ?? '',
      block_id: stringOf(block['block_id']) ?? newId(''),
    };
    for (const place of ['accessory', 'element']) {
      if (isObject(block[place])) identified[place] = withActionId(block[place]);
    }
    if (block['type'] === 'actions') identified['elements'] = objectsIn(block['elements']).map(withActionId);
    return identified;
  });
}

function withActionId(element: JsonObject): JsonObject {
  const interactive = INTERACTIVE.test(stringOf(element['type']) ?? '');
  if (!interactive || element['action_id'] !== undefined) return element;
  return { ...element, action_id: newId('') };
}

/** One element that people can use, and the block that it is in. */
export interface Placed {
  block: Block;
  element: JsonObject;
}

/** The interactive elements of blocks, from top to bottom. */
export function interactiveElements(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block) => {
    const inside = block.type === 'actions' ? objectsIn(block['elements']) : [block['accessory'], block['element']];
    return objectsIn(inside)
      .filter((element) => INTERACTIVE.test(stringOf(element['type']) ?? ''))
      .map((element) => ({ block, element }));
  });
}
