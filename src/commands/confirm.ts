import { createInterface } from 'node:readline';

/** Where a person is asked; the question goes to standard error, since standard output is for results. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/** Asks before something is changed. Throws an Error when the answer is no, or when nobody can be asked. */
export async function confirm(question: string, yes: boolean, terminal: Terminal = standard): Promise<void> {
  if (yes) return;
  if (terminal.input.isTTY !== true)
    throw new Error('Nothing was changed: there is no terminal to ask at. Add --yes if this is what you want.');
  const asked = createInterface({ input: terminal.input, output: terminal.output, prompt: `${question} [y/N] ` });
  const answer = await new Promise<string>((resolve) => {
    asked.once('line', resolve);
    // Ctrl-C and Ctrl-D are a no.
    asked.once('close', () => resolve(''));
    asked.prompt();
  });
  asked.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Nothing was changed.');
}

const standard: Terminal = { input: process.stdin, output: process.stderr };
