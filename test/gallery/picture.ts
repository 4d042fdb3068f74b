import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Sent, Stage } from './stage.ts';

/** What a picture shows. */
export type Shown =
  | { kind: 'messages'; messages: readonly Pick<Sent, 'ts' | 'text' | 'blocks' | 'thread_ts'>[] }
  /** An answer that one person sees alone. mrkdwn. */
  | { kind: 'answer'; text: string }
  | { kind: 'home'; view: HomeView }
  | { kind: 'modal'; view: ModalView };

/** One thing that AISM draws in Slack, in one state. */
export interface Picture {
  /** Its file's name, and its heading. */
  name: string;
  /** When a person sees it, in a sentence. */
  about: string;
  draw(stage: Stage): Promise<Shown>;
}

/** Pictures that belong together: one snapshot file. */
export interface Group {
  name: string;
  title: string;
  pictures: readonly Picture[];
}

/** All blocks that a picture shows, each list as Slack gets it. */
export function blocksOf(shown: Shown): (readonly KnownBlock[])[] {
  switch (shown.kind) {
    case 'messages':
      return shown.messages.map(({ blocks }) => blocks as KnownBlock[]);
    case 'answer':
      return [];
    default:
      return [shown.view.blocks as KnownBlock[]];
  }
}
