import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** An append-only file of JSON lines: what a sandbox server remembers across a restart, even after kill -9. */
export interface Journal<T> {
  /** Writes one entry before it returns, so that what was answered is never forgotten. */
  append(entry: T): void;
}

/**
 * Opens a journal: replays every whole line into `apply`, then rewrites the file as `snapshot()` so that it stays small.
 * A last line torn by a crash is dropped: nobody was told that it happened. Without a file nothing is kept.
 */
export function openJournal<T>(
  file: string | undefined,
  apply: (entry: T) => void,
  snapshot: () => Iterable<T>,
): Journal<T> {
  if (file === undefined) return { append: () => undefined };
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const entry = parseLine<T>(line);
      if (entry !== undefined) apply(entry);
    }
    const lines = [...snapshot()].map((entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(`${file}.new`, lines.join(''));
    renameSync(`${file}.new`, file);
  }
  return { append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) };
}

function parseLine<T>(line: string): T | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as T);
  } catch {
    return undefined;
  }
}
