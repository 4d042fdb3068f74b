import type { InputBlock } from '@slack/types';
import { type ReactNode, useId } from 'react';
import { ElementView } from '../elements/element-view.tsx';
import { Plain } from '../text/text-object.tsx';
import { useSurface } from './surface.ts';

/** A labelled input of a form, with its hint and with what is wrong with it. */
export function InputBlockView({ block, blockId }: { block: InputBlock; blockId: string }): ReactNode {
  const error = useSurface().errors[blockId];
  const id = useId();
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={`block block-input ${error === undefined ? '' : 'block-wrong'}`}>
      <label className="input-label" htmlFor={id}>
        <Plain text={block.label.text} emoji={block.label.emoji} />
        {block.optional === true && <span className="input-optional"> (optional)</span>}
      </label>
      <ElementView
        element={block.element}
        blockId={blockId}
        dispatches={block.dispatch_action === true}
        label={block.label.text}
        inputId={id}
        describedBy={describedBy}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="input-error" role="alert">
          {error}
        </p>
      )}
      {block.hint !== undefined && (
        <p id={`${id}-hint`} className="input-hint">
          <Plain text={block.hint.text} emoji={block.hint.emoji} />
        </p>
      )}
    </div>
  );
}
