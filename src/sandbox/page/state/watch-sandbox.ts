import { readState } from './sandbox-calls.ts';
import type { SandboxState } from './sandbox-state.ts';

/** Shortest time between two reads of the state, in milliseconds. */
const READ_EVERY = 150;
/** How long to wait after a lost connection or a failed read, in milliseconds. */
const RETRY_AFTER = 2000;

export interface Watcher {
  onState(state: SandboxState): void;
  /** `lost` while the event stream is down; `trouble` says why the last read failed. */
  onLink(link: 'live' | 'lost', trouble?: string): void;
}

/** Follows the sandbox: reads its state now and after each of its events, until the returned function is called. */
export function watchSandbox(watcher: Watcher): () => void {
  let stopped = false;
  let reading = false;
  let wanted = false;
  let broken = false;
  let lastRead = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let events: EventSource;

  function schedule(delay: number): void {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void read();
    }, delay);
  }

  /** An event that comes while a read is under way asks for one more, since that read may have missed it. */
  function changed(): void {
    if (reading) wanted = true;
    else schedule(Math.max(0, lastRead + READ_EVERY - performance.now()));
  }

  async function read(): Promise<void> {
    reading = true;
    lastRead = performance.now();
    try {
      const state = await readState();
      if (stopped) return;
      watcher.onState(state);
      watcher.onLink(broken ? 'lost' : 'live');
    } catch (error) {
      if (stopped) return;
      watcher.onLink('lost', error instanceof Error ? error.message : String(error));
      schedule(RETRY_AFTER);
    } finally {
      reading = false;
      if (wanted) {
        wanted = false;
        changed();
      }
    }
  }

  function connect(): EventSource {
    const source = new EventSource('/sandbox/events');
    source.onopen = () => {
      broken = false;
      changed();
    };
    source.onmessage = changed;
    source.onerror = () => {
      broken = true;
      watcher.onLink('lost');
      // The browser reconnects by itself unless the server refused; then it has given up and we begin anew.
      if (source.readyState !== EventSource.CLOSED || stopped) return;
      setTimeout(() => {
        if (!stopped) events = connect();
      }, RETRY_AFTER);
    };
    return source;
  }

  events = connect();
  schedule(0);
  return () => {
    stopped = true;
    clearTimeout(timer);
    events.close();
  };
}
