import { existsSync } from 'node:fs';
import { readPolicy } from '../config.ts';

/** `aism validate [file]` */
export async function runValidate(file: string): Promise<void> {
  if (!existsSync(file))
    throw new Error(`there is no file ${file}: name another, or begin with a copy of aism.example.yml`);
  const { policy, problems } = readPolicy(file);
  if (problems.length > 0) throw new Error(problems.join('\n').replace(/^AISM_CONFIG: /, ''));
  process.stdout.write(`${file} is right: ${policy.rules.length} rules, the built-in ones included.\n`);
}
