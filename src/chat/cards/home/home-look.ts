import type { Mode } from '../../../decision/decide.ts';

/** What App Home shows besides how everything stands. */
export interface HomeLook {
  mode: Mode;
  /** A target's name for people: its id, and its region where there are several. */
  nameOf: (target: string) => string;
  /** A source that was not heard for so long is said to be silent. Milliseconds. */
  silenceMs: number;
  /** What the one who looks may do: the rest has no buttons. */
  may: { unblock: boolean; pause: boolean; resume: boolean };
  /** Said to one who may do none of that: who may. mrkdwn. */
  refusal: string;
  /** What came of a click on this tab, told above all else. mrkdwn. */
  answer?: string | undefined;
  /** Which page of the blocks, from 0. */
  page: number;
}
