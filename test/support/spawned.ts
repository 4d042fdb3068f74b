import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';

/** A process of ours, ended by its own id. */
export interface Spawned {
  child: ChildProcess;
  /** Everything that it wrote to standard error. */
  errors(): string;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
}

/** They all load the same code: Node keeps it compiled from one to the next. */
export const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/aism-tests', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', 'src/cli.ts'];

/** Runs `aism <args>` with this environment alone, besides PATH and HOME. */
export function spawnAism(args: string[], env: Record<string, string> = {}): Spawned {
  // biome-ignore lint/style/noProcessEnv: a child process needs the path of this one
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    env: { PATH, HOME, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  return {
    child,
    errors: () => errors,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** Starts `aism sandbox --json` and waits until it is ready. */
export async function spawnSandbox(data: string, args: string[] = []): Promise<Spawned & { facts: SandboxFacts }> {
  const spawned = spawnAism(['sandbox', '--port', '0', '--data', data, '--json', ...args]);
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    spawned.child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text);
    });
    spawned.child.once('exit', () => reject(new Error(`the sandbox ended: ${spawned.errors()}`)));
  });
  return { ...spawned, facts: JSON.parse(line) as SandboxFacts };
}
