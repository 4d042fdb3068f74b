import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import type { Message, SandboxState } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Composer } from './composer.tsx';
import { EmptyChannel } from './empty-channel.tsx';
import { HomeTab } from './home-tab.tsx';
import { MessageList } from './message-list.tsx';
import { useLinkedMessage } from './use-linked-message.ts';

type Tab = 'channel' | 'home';

/** The channel with its box for commands, or AISM's App Home. */
export function ChannelPane({ state, messages }: { state: SandboxState; messages: readonly Message[] }): ReactNode {
  const { me } = useWorkspace();
  const [tab, setTab] = useState<Tab>('channel');
  useLinkedMessage(() => setTab('channel'));
  const home = state.views.find((view) => view.type === 'home' && view.user === me.id);
  return (
    <section className="pane channel" aria-label="Slack channel">
      <ChannelTabs tab={tab} onTab={setTab} name={state.channel.name} />
      <div className="channel-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'channel' ? (
          <>
            <MessageList messages={messages} empty={<EmptyChannel state={state} />} />
            <Composer />
          </>
        ) : (
          <HomeTab view={home?.type === 'home' ? home : undefined} />
        )}
      </div>
    </section>
  );
}

interface TabsProps {
  tab: Tab;
  onTab(tab: Tab): void;
  name: string;
}

function ChannelTabs({ tab, onTab, name }: TabsProps): ReactNode {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'channel' ? 'home' : 'channel';
    onTab(other);
    document.getElementById(`tab-${other}`)?.focus();
  }

  const propsOf = (own: Tab) => ({
    type: 'button' as const,
    role: 'tab',
    id: `tab-${own}`,
    'aria-selected': tab === own,
    'aria-controls': `panel-${own}`,
    tabIndex: tab === own ? 0 : -1,
    onClick: () => onTab(own),
  });
  return (
    <div className="pane-head tabs" role="tablist" aria-label="Channel or App Home" tabIndex={-1} onKeyDown={onKeyDown}>
      <button {...propsOf('channel')}>
        <Icon name="hash" /> {name}
      </button>
      <button {...propsOf('home')}>
        <Icon name="home" /> App Home
      </button>
    </div>
  );
}
