import type { ReactNode } from 'react';
import { emojiCharacter } from './emoji.ts';
import { emojiDrawing } from './emoji-drawing.tsx';

/** An emoji by its shortcode: our own drawing if there is one (a machine may lack an emoji font), else the character. */
export function Emoji({ name }: { name: string }): ReactNode {
  const drawing = emojiDrawing(name);
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {drawing === undefined ? (
        (emojiCharacter(name) ?? `:${name}:`)
      ) : (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          {drawing}
        </svg>
      )}
    </span>
  );
}
