import { type ReactNode, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import { useAppNow } from '../state/app-clock.ts';
import { calls, type Outcome } from '../state/sandbox-calls.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { FaultsMenu } from './faults-menu.tsx';
import { PersonMenu } from './person-menu.tsx';
import { ReplayMenu } from './replay-menu.tsx';

interface TopBarProps {
  state: SandboxState;
  onPerson(userId: string): void;
}

/** What one can do to the sandbox's world: attack it, let time pass, break it, be somebody else. */
export function TopBar({ state, onPerson }: TopBarProps): ReactNode {
  return (
    <header className="bar">
      <h1 className="brand">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path className="shield" d="M12 3.2 19 5.8v5.1c0 4.3-2.9 7.5-7 9.1-4.1-1.6-7-4.8-7-9.1V5.8z" />
          <path className="shield-tick" d="m8.7 11.9 2.4 2.4 4.3-4.7" />
        </svg>
        AISM <span className="brand-sandbox">sandbox</span>
      </h1>
      <span className={`mode mode-${state.mode}`} title="The mode that AISM runs in">
        {state.mode}
      </span>
      <div className="bar-controls">
        <ReplayMenu replays={state.replays} align="start" />
        <TimeControls />
        <FaultsMenu faults={state.faults} />
      </div>
      <PersonMenu onChoose={onPerson} />
    </header>
  );
}

function TimeControls(): ReactNode {
  return (
    <fieldset className="time-controls" aria-label="The application's clock">
      <Clock />
      <WorldButton
        control="hour"
        title="Advance the application's clock by one hour"
        act={() => calls.advanceClock(3600)}
      >
        +1 h
      </WorldButton>
      <WorldButton control="tick" title="Let AISM's clock tick now: expire, reconcile, retry" act={calls.tick}>
        Tick
      </WorldButton>
    </fieldset>
  );
}

function Clock(): ReactNode {
  const now = new Date(useAppNow());
  return (
    <time
      className="clock"
      dateTime={now.toISOString()}
      title={`The application's clock: ${now.toLocaleString('en-GB')}`}
    >
      <Icon name="clock" />
      <span className="clock-day">
        {now.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })}
      </span>
      {now.toLocaleTimeString('en-GB')}
    </time>
  );
}

interface WorldButtonProps {
  control: string;
  title: string;
  act(): Promise<Outcome>;
  children: string;
}

function WorldButton({ control, title, act, children }: WorldButtonProps): ReactNode {
  const { told } = useWorkspace();
  const [busy, setBusy] = useState(false);

  async function press(): Promise<void> {
    setBusy(true);
    await told(act());
    setBusy(false);
  }

  return (
    <button
      type="button"
      className="button bar-button"
      title={title}
      aria-busy={busy}
      data-control={control}
      onClick={() => {
        if (!busy) void press();
      }}
    >
      {children}
    </button>
  );
}
