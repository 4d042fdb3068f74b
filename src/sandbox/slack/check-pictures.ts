import { isObject } from './json-value.ts';
import { invalidBlocks } from './slack-error.ts';
import type { Block } from './types.ts';
import type { Workspace } from './workspace.ts';

/**
 * Refuses blocks that show a file which is not there, is no picture, or that Slack has not looked through yet: it takes files
 * first and knows some moments later what they are (slackapi/slack-github-action#413).
 */
export function checkPictures(blocks: readonly Block[] | undefined, { uploads }: Workspace): void {
  const problems = picturesIn(blocks ?? [], '/blocks')
    .filter(({ file }) => !uploads.isPicture(file['id'], file['url']))
    .map(({ at }) => `invalid slack file [json-pointer:${at}]`);
  if (problems.length > 0) throw invalidBlocks(problems);
}

function picturesIn(value: unknown, at: string): Array<{ file: Record<string, unknown>; at: string }> {
  if (Array.isArray(value)) return value.flatMap((each, index) => picturesIn(each, `${at}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'slack_file' && isObject(each) ? [{ file: each, at: `${at}/${key}` }] : picturesIn(each, `${at}/${key}`),
  );
}
