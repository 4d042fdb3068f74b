import type { Button } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { useSurface } from '../blocks/surface.ts';
import { safeUrl } from '../text/safe-url.ts';
import { Plain } from '../text/text-object.tsx';
import { useConfirm } from './use-confirm.tsx';
import { hooksOf } from './use-element.ts';

/** A button; while the bot has not answered, further presses do nothing. */
export function ButtonElement({ element, blockId }: { element: Button; blockId: string }): ReactNode {
  const surface = useSurface();
  const { confirmed, dialog } = useConfirm();
  const [busy, setBusy] = useState(false);

  async function press(): Promise<void> {
    const url = safeUrl(element.url ?? '');
    if (url !== undefined) window.open(url, '_blank', 'noopener,noreferrer');
    setBusy(true);
    await surface.act(element.action_id ?? '', element.value);
    setBusy(false);
  }

  const style = element.style === undefined ? '' : `button-${element.style}`;
  return (
    <>
      <button
        type="button"
        className={`button ${style}`}
        aria-label={element.accessibility_label}
        aria-busy={busy}
        {...hooksOf(surface, blockId, element.action_id)}
        data-value={element.value}
        onClick={() => {
          if (!busy) confirmed(element.confirm, () => void press());
        }}
      >
        <Plain text={element.text.text} emoji={element.text.emoji} />
      </button>
      {dialog}
    </>
  );
}
