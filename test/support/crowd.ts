import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPILED } from './spawned.ts';

/** One of the processes that wish things at the same time. */
export interface Member {
  name: string;
  /** Begins, or goes on with what is left of its wishes. */
  start(): void;
  pid(): number | undefined;
  /** kill -9. */
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  isDone(): boolean;
  /** It ended by itself before it was done. */
  hasFailed(): boolean;
  /** What it began, and what it was told of it; undefined where it was killed in between. */
  promised(): Map<string, string | undefined>;
  errors(): string;
}

const SCRIPT = fileURLToPath(new URL('wishing-process.ts', import.meta.url));

/** A process that runs wishing-process.ts, with its journal in a folder. */
export function memberOf(
  folder: string,
  what: { name: string; seed: number; wishes: number; leaseMs: number; environment: Record<string, string> },
): Member {
  const { name, seed, wishes, leaseMs, environment } = what;
  const journal = join(folder, name);
  writeFileSync(journal, '');
  const args = [SCRIPT, name, seed, wishes, journal, leaseMs].map(String);
  let child: ChildProcess | undefined;
  let errors = '';
  const lines = () => readFileSync(journal, 'utf8').split('\n');
  return {
    name,
    start() {
      child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
        env: { ...environment, NODE_COMPILE_CACHE: COMPILED },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child.stderr?.on('data', (chunk) => {
        errors += String(chunk);
      });
    },
    pid: () => child?.pid,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    signal: (signal) => void child?.kill(signal),
    hasFailed: () => child?.exitCode !== null && child?.exitCode !== undefined && !lines().includes('end'),
    isDone: () => lines().includes('end'),
    promised() {
      const promised = new Map<string, string | undefined>();
      for (const line of lines()) {
        const [kind = '', wish = '', ...answer] = line.split(' ');
        if (kind === 'intent') promised.set(wish, undefined);
        if (kind === 'ack') promised.set(wish, answer.join(' '));
      }
      return promised;
    },
    errors: () => errors,
  };
}
