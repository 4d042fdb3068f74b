import type { Deps } from './deps.ts';

/** So often a source that is heard is written down: its alerts themselves stay one write each. Milliseconds. */
const AGAIN_MS = 60_000;

/** Makes what notes down that a source was heard. It lives as long as the process, and remembers what it wrote lately. */
export function sourceNotes(deps: Pick<Deps, 'ledger' | 'log'>): (source: string, at: number) => Promise<void> {
  const written = new Map<string, number>();

  return async (source, at) => {
    const last = written.get(source);
    if (last !== undefined && Math.abs(at - last) < AGAIN_MS) return;
    written.set(source, at);
    try {
      await deps.ledger.heartbeats.note({ source, at });
    } catch (error) {
      written.delete(source);
      deps.log.warn({ err: error, source }, 'that a source was heard could not be noted; its next alert tries again');
    }
  };
}
