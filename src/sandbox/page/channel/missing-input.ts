import type { KnownBlock } from '@slack/types';
import { initialValue } from '../elements/initial-value.ts';
import type { FormValues } from '../state/sandbox-calls.ts';

/** What Slack's own form would complain of before it sends anything, by `block_id`. */
export function missingInput(blocks: readonly KnownBlock[], entered: FormValues): Record<string, string> {
  const complaints: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || block.block_id === undefined) continue;
    const { element } = block;
    if (element.type === 'file_input' || element.type === 'rich_text_input' || element.type === 'datetimepicker')
      continue;
    const value = entered[block.block_id]?.[element.action_id ?? ''] ?? initialValue(element);
    const least = element.type === 'plain_text_input' ? (element.min_length ?? 0) : 0;
    if (value.length === 0 && block.optional !== true) {
      complaints[block.block_id] = 'Please complete this required field.';
    } else if (value.length > 0 && value.length < least) {
      complaints[block.block_id] = `Please use at least ${least} characters.`;
    }
  }
  return complaints;
}

/** The values whose blocks are still there: a view may have been replaced while it was filled in. */
export function stillThere(blocks: readonly KnownBlock[], entered: FormValues): FormValues {
  const ids = new Set(blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(entered).filter(([blockId]) => ids.has(blockId)));
}
