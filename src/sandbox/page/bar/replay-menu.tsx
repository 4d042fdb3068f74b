import { type ReactNode, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import { PopupMenu } from '../parts/popup-menu.tsx';
import { calls } from '../state/sandbox-calls.ts';
import type { Replay } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';

/** The button that sends a recorded series of alerts to the webhook. */
export function ReplayMenu({ replays, align }: { replays: readonly Replay[]; align: 'start' | 'end' }): ReactNode {
  const { told } = useWorkspace();
  const [busy, setBusy] = useState(false);

  // While busy the button stays enabled: a disabled one would lose the focus that the menu has just given back.
  async function replay(name: string): Promise<void> {
    if (busy) return;
    setBusy(true);
    await told(calls.replay(name));
    setBusy(false);
  }

  return (
    <PopupMenu
      trigger={
        <>
          <Icon name="play" />
          <span className="replay-long">{busy ? 'Replaying…' : 'Replay an attack'}</span>
          <span className="replay-short">{busy ? 'Replaying…' : 'Replay'}</span>
          <Icon name="caret" />
        </>
      }
      triggerClass="button button-primary replay"
      align={align}
      disabled={replays.length === 0}
      groups={[
        {
          items: replays.map(({ name, title, about }) => ({
            value: name,
            name: title,
            label: title,
            ...(about === undefined ? {} : { about }),
          })),
        },
      ]}
      onChoose={(name) => void replay(name)}
      hooks={{ 'data-control': 'replay' }}
    />
  );
}
