import type { TextObject } from '@slack/types';
import type { ReactNode } from 'react';
import { splitEmoji } from './emoji.ts';
import { Emoji } from './emoji-view.tsx';
import { Mrkdwn } from './mrkdwn-view.tsx';
import { withKeys } from './with-keys.tsx';

/** Draws a text object of Block Kit by its own rules. */
export function Text({ text }: { text: TextObject }): ReactNode {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} verbatim={text.verbatim} />;
  return <Plain text={text.text} emoji={text.emoji} />;
}

/** Plain text: nothing in it means anything, but for emoji shortcodes unless they are switched off. */
export function Plain({ text, emoji = true }: { text: string; emoji?: boolean | undefined }): ReactNode {
  const pieces = emoji ? splitEmoji(text) : [{ kind: 'text' as const, text }];
  return (
    <span className="text" dir="auto">
      {withKeys(pieces, (piece) => (piece.kind === 'text' ? piece.text : <Emoji name={piece.name} />))}
    </span>
  );
}
