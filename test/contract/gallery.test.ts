import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blockProblems } from '../../src/sandbox/slack/block-kit/check-blocks.ts';
import { viewProblems } from '../../src/sandbox/slack/block-kit/check-view.ts';
import { groups } from '../gallery/groups.ts';
import { outline } from '../gallery/outline.ts';
import type { Picture, Shown } from '../gallery/picture.ts';
import { openStage, type Stage } from '../gallery/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.clear());
afterAll(() => stage?.close());

describe.each(groups)('$title', ({ name: group, pictures }) => {
  const drawn = new Map<string, string[]>();

  test.each(pictures as Picture[])('$name: Slack takes it', async ({ name, draw }) => {
    const shown = await draw(stage);
    drawn.set(name, outline(shown));

    expect(drawn.get(name)?.join('')).not.toBe('');
    expect(problemsOf(shown)).toEqual([]);
  });

  /** After a change that is meant: `npx vitest run test/contract/gallery.test.ts -u`. */
  test('all say what they said', async () => {
    const text = [...drawn].map(([name, lines]) => [`# ${name}`, ...lines].join('\n')).join('\n\n');

    await expect(`${text}\n`).toMatchFileSnapshot(`../gallery/outlines/${group}.txt`);
  });
});

test('no two pictures of a group have the same name', () => {
  for (const { pictures } of groups) expect(new Set(pictures.map(({ name }) => name)).size).toBe(pictures.length);
});

function problemsOf(shown: Shown): string[] {
  switch (shown.kind) {
    case 'messages':
      return shown.messages.flatMap(({ blocks }) => blockProblems(blocks));
    case 'answer':
      return shown.text.length > 40_000 ? ['longer than Slack takes'] : [];
    default:
      return viewProblems(shown.view, shown.kind);
  }
}
