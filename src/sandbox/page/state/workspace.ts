import { createContext, useContext } from 'react';
import type { Outcome } from './sandbox-calls.ts';
import type { Person } from './sandbox-state.ts';

/** Who looks at the page, who else there is, and what one can do as that person. */
export interface Workspace {
  me: Person;
  people: readonly Person[];
  channel: { id: string; name: string };
  /** Awaits an outcome and, if it failed, says so in a line that only this person sees. */
  told(outcome: Promise<Outcome>): Promise<Outcome>;
  /** Says something to this person only, as Slackbot does. */
  say(text: string): void;
  /** Shows no more of a message that only this person sees. */
  hide(ts: string): void;
}

const nobody: Workspace = {
  me: { id: '', name: '' },
  people: [],
  channel: { id: '', name: '' },
  told: (outcome) => outcome,
  say: () => undefined,
  hide: () => undefined,
};

export const WorkspaceContext = createContext<Workspace>(nobody);

export function useWorkspace(): Workspace {
  return useContext(WorkspaceContext);
}
