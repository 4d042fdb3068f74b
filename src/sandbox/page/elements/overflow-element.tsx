import type { Overflow } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { useSurface } from '../blocks/surface.ts';
import { Icon } from '../parts/icons.tsx';
import { PopupMenu } from '../parts/popup-menu.tsx';
import { safeUrl } from '../text/safe-url.ts';
import { menuItems } from './menu-items.tsx';
import { useConfirm } from './use-confirm.tsx';
import { hooksOf } from './use-element.ts';

/** The "…" menu of a message. */
export function OverflowElement({ element, blockId }: { element: Overflow; blockId: string }): ReactNode {
  const surface = useSurface();
  const { confirmed, dialog } = useConfirm();
  const [busy, setBusy] = useState(false);

  async function choose(value: string): Promise<void> {
    const option = element.options.find((candidate) => candidate.value === value);
    const url = option && 'url' in option && option.url ? safeUrl(option.url) : undefined;
    if (url !== undefined) window.open(url, '_blank', 'noopener,noreferrer');
    setBusy(true);
    await surface.act(element.action_id ?? '', value);
    setBusy(false);
  }

  return (
    <>
      <PopupMenu
        trigger={<Icon name="more" />}
        triggerClass="button button-overflow"
        label="More choices"
        align="end"
        disabled={busy}
        groups={[{ items: menuItems(element.options) }]}
        onChoose={(value) => confirmed(element.confirm, () => void choose(value))}
        hooks={hooksOf(surface, blockId, element.action_id)}
      />
      {dialog}
    </>
  );
}
