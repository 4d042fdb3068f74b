import { isObject, lengthOf } from '../json-value.ts';
import { messageBlocks } from './blocks.ts';
import type { Report } from './check.ts';
import { checkUniqueIds } from './unique-ids.ts';

/**
 * About how many characters the blocks of one message may hold in all; Slack does not document it. Measured by others:
 * https://github.com/slackapi/bolt-js/issues/2509 (13,297 in one markdown block, less with more blocks).
 */
export const MESSAGE_CHARACTERS = 13_200;

/** What each block or element counts besides its text: an estimate, on the safe side. */
const CONTAINER_CHARACTERS = 10;

/** What Slack would refuse in the blocks of a message, e.g. `no more than 50 items allowed [json-pointer:/blocks]`. */
export function blockProblems(blocks: unknown): string[] {
  return problemsOf((report) => {
    messageBlocks(blocks, '/blocks', report);
    checkUniqueIds(blocks, '/blocks', report);
  });
}

/** Gathers problems as Slack words them, each with its JSON pointer. */
export function problemsOf(check: (report: Report) => void): string[] {
  const problems: string[] = [];
  check((problem, at) => problems.push(`${problem} [json-pointer:${at}]`));
  return problems;
}

/** The size of blocks as counted against `MESSAGE_CHARACTERS`. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + charactersIn(entry), 0);
  if (!isObject(value)) return 0;
  let sum = typeof value['type'] === 'string' ? CONTAINER_CHARACTERS : 0;
  for (const [name, entry] of Object.entries(value)) {
    sum += name === 'text' && typeof entry === 'string' ? lengthOf(entry) : charactersIn(entry);
  }
  return sum;
}
