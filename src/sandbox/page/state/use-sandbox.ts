import { useEffect, useState } from 'react';
import { keepSame } from './keep-same.ts';
import type { SandboxState } from './sandbox-state.ts';
import { watchSandbox } from './watch-sandbox.ts';

export interface LiveSandbox {
  /** `undefined` until the first answer. */
  state: SandboxState | undefined;
  link: 'live' | 'lost';
  /** Why the state could not be read, if so. */
  trouble: string | undefined;
  /** How far the application's clock is ahead of this machine's, in milliseconds. */
  ahead: number;
}

/** Less than this (milliseconds) is the time that an answer took, and not a change of the application's clock. */
const JITTER = 900;

/** The sandbox as it is now, followed for as long as the page is open. */
export function useSandbox(): LiveSandbox {
  const [live, setLive] = useState<LiveSandbox>({ state: undefined, link: 'live', trouble: undefined, ahead: 0 });
  useEffect(
    () =>
      watchSandbox({
        onState(next) {
          const ahead = Date.parse(next.now) - Date.now();
          setLive((old) => ({
            ...old,
            state: old.state === undefined ? next : keepSame(old.state, next),
            ahead: Math.abs(ahead - old.ahead) > JITTER || old.state === undefined ? ahead : old.ahead,
          }));
        },
        onLink: (link, trouble) => setLive((old) => keepSame(old, { ...old, link, trouble })),
      }),
    [],
  );
  return live;
}
