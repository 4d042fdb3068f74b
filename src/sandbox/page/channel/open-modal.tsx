import { type ReactNode, useState } from 'react';
import type { SandboxModal, SandboxView } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { ModalWindow } from './modal-window.tsx';

/**
 * The modal in front, if this person has one open. One that stood open before the page was loaded is not shown: in
 * Slack, too, a reload closes them.
 */
export function OpenModal({ views }: { views: readonly SandboxView[] }): ReactNode {
  const { me } = useWorkspace();
  const [gone, setGone] = useState(() => new Set(views.map((view) => view.id)));
  const open = views.filter(
    (view): view is SandboxModal => view.type === 'modal' && view.user === me.id && !gone.has(view.id),
  );
  const front = open.findLast((view) => !open.some((other) => other.previous_view_id === view.id));
  if (front === undefined) return null;
  return (
    <ModalWindow
      key={front.id}
      view={front}
      onGone={() =>
        setGone((old) => new Set([...old, ...(front.clear_on_close ? open.map(({ id }) => id) : [front.id])]))
      }
    />
  );
}
