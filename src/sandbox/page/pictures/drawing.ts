import type { Message, Person, SandboxHome, SandboxModal } from '../state/sandbox-state.ts';

/** What a picture shows, and what its text needs to know: the people, and "now" in milliseconds. */
export interface Drawing {
  now: number;
  users: readonly Person[];
  messages?: readonly Message[];
  home?: SandboxHome;
  modal?: SandboxModal;
}
