import { isObject, type JsonObject, objectsIn } from '../json-value.ts';
import type { Report } from './check.ts';

/**
 * Reports a `block_id` used twice in one message or view, and an `action_id` used twice within one block. The same
 * `action_id` in different blocks is fine: a list of cards has the same button on each.
 */
export function checkUniqueIds(blocks: unknown, at: string, report: Report): void {
  const seen = new Set<unknown>();
  objectsIn(blocks).forEach((block, index) => {
    const id = block['block_id'];
    if (id !== undefined && seen.has(id)) {
      report(`\`block_id\` "${String(id)}" already exists`, `${at}/${index}/block_id`);
    }
    seen.add(id);
    checkActions(block, `${at}/${index}`, report);
  });
}

function checkActions(block: JsonObject, at: string, report: Report): void {
  const seen = new Set<unknown>();
  const elements = block['elements'];
  if (!Array.isArray(elements)) return;
  elements.forEach((element, index) => {
    const id = isObject(element) ? element['action_id'] : undefined;
    if (id === undefined) return;
    if (seen.has(id)) {
      report(`\`action_id\` "${String(id)}" already exists`, `${at}/elements/${index}/action_id`);
    }
    seen.add(id);
  });
}
