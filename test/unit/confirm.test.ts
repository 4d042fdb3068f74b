import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { confirm } from '../../src/commands/confirm.ts';

/** A terminal where somebody types this. */
function terminal(typed: string, isTTY = true) {
  const output = new PassThrough();
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(typed);
  return { input, output, asked: () => String(output.read() ?? '') };
}

describe('a question before something is changed', () => {
  test.each(['y\n', 'yes\n', ' Y \n'])('is answered yes by %j', async (typed) => {
    const at = terminal(typed);

    await confirm('Move 2 subnets?', false, at);
    expect(at.asked()).toContain('Move 2 subnets? [y/N] ');
  });

  test.each(['n\n', '\n', 'yolo\n', ''])('is answered no by %j', async (typed) => {
    await expect(confirm('Move 2 subnets?', false, terminal(typed))).rejects.toThrow('Nothing was changed.');
  });

  test('is not asked with --yes', async () => {
    const at = terminal('n\n');

    await confirm('Move 2 subnets?', true, at);
    expect(at.asked()).toBe('');
  });

  test('cannot be asked without a terminal', async () => {
    await expect(confirm('Move 2 subnets?', false, terminal('y\n', false))).rejects.toThrow('Add --yes');
  });
});
