import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/chat/commands/run-command.ts';
import { ACTIONS, VIEWS } from '../../src/chat/ids.ts';
import { projectFile, projectRoot } from '../support/project-file.ts';

/** First cells of the table below a heading of chat.md, without mark-up of code. */
function rowsBelow(heading: string): string[] {
  const [, part = ''] = projectFile('docs/chat.md').split(`## ${heading}\n`);
  const [own = ''] = part.split('\n## ');
  return [...own.matchAll(/^\| `([^`]+)` \|/gm)].map(([, first = '']) => first);
}

describe('chat.md', () => {
  test('has a line for each button, and for no other', () => {
    expect(rowsBelow('Every button')).toEqual(Object.values(ACTIONS));
  });

  test('has a line for each form, and for no other', () => {
    expect(rowsBelow('Every form')).toEqual(Object.values(VIEWS));
  });

  test('has a line for each command, and for no other', () => {
    expect(rowsBelow('Every command')).toEqual([...COMMANDS.map(({ name }) => `/aism ${name}`), '/aism help']);
  });

  test('has pictures that load at once', () => {
    const pictures = [...projectFile('docs/chat.md').matchAll(/!\[[^\]]+\]\((images\/[^)]+)\)/g)];

    expect(pictures.length).toBeGreaterThan(0);
    for (const [, file = ''] of pictures) expect(statSync(join(projectRoot, 'docs', file)).size).toBeLessThan(61_440);
  });
});
