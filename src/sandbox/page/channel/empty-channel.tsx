import { type ReactNode, useMemo } from 'react';
import { ReplayMenu } from '../bar/replay-menu.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import type { SandboxState } from '../state/sandbox-state.ts';
import { curlLine } from './curl-line.ts';

/** What to do first, in a channel where nothing has happened yet. */
export function EmptyChannel({ state }: { state: SandboxState }): ReactNode {
  const { alerts, webhookToken, now } = state;
  const line = useMemo(() => curlLine(alerts, webhookToken, Date.parse(now)), [alerts, webhookToken, now]);
  return (
    <section className="empty" aria-label="What to do first">
      <h3>All quiet. Let somebody attack.</h3>
      <p>
        Replay a recorded attack: its alerts go the whole way, from the webhook to a card here and a rule in the
        firewall.
      </p>
      <ReplayMenu replays={state.replays} align="start" />
      <p>Or be ElastAlert yourself, from a terminal:</p>
      <pre className="pre curl">{line}</pre>
      <CopyButton text={line}>Copy the command</CopyButton>
    </section>
  );
}
