import { type ReactNode, useMemo, useState } from 'react';
import { TopBar } from './bar/top-bar.tsx';
import { ChannelPane } from './channel/channel-pane.tsx';
import { OpenModal } from './channel/open-modal.tsx';
import { Icon, type IconName } from './parts/icons.tsx';
import { BlocksPanel } from './side/blocks-panel.tsx';
import { FirewallPanel } from './side/firewall-panel.tsx';
import { LedgerPanel } from './side/ledger-panel.tsx';
import { AheadContext } from './state/app-clock.ts';
import type { NetworkAcl, NetworkAclEntry, SandboxState } from './state/sandbox-state.ts';
import { type LiveSandbox, useSandbox } from './state/use-sandbox.ts';
import { useStored } from './state/use-stored.ts';
import { useWorkspaceOf } from './state/use-workspace-of.ts';
import { WorkspaceContext } from './state/workspace.ts';
import { ReaderContext } from './text/reader.ts';

/** The whole page: the bar, the channel, and beside it the firewall and the ledger. */
export function SandboxPage(): ReactNode {
  const live = useSandbox();
  if (live.state === undefined) {
    return <p className="opening">{live.trouble ?? 'Opening the sandbox…'}</p>;
  }
  return (
    <AheadContext value={live.ahead}>
      <OpenPage state={live.state} live={live} />
    </AheadContext>
  );
}

function OpenPage({ state, live }: { state: SandboxState; live: LiveSandbox }): ReactNode {
  const [person, setPerson] = useStored('aism-sandbox-person', '');
  const { workspace, messages, reader } = useWorkspaceOf(state, person);
  const [view, setView] = useState<View>('channel');
  const acls = useMemo(() => aclsToShow(state), [state]);
  return (
    <WorkspaceContext value={workspace}>
      <ReaderContext value={reader}>
        <div className="page" data-view={view} data-link={live.link}>
          <TopBar state={state} onPerson={setPerson} />
          {live.link === 'lost' && (
            <p className="lost" role="status">
              {live.trouble ?? 'Connection lost.'} Reconnecting…
            </p>
          )}
          <ViewSwitch
            view={view}
            onView={setView}
            blocked={state.blocks.filter((block) => block.state === 'active').length}
          />
          <main className="main">
            <ChannelPane state={state} messages={messages} />
            <div className="pane side">
              {acls.map((acl) => (
                <FirewallPanel key={acl.NetworkAclId} acl={acl} numbers={numbersIn(acl, state)} owned={state.owned} />
              ))}
              <BlocksPanel blocks={state.blocks} />
              <LedgerPanel actions={state.actions} />
            </div>
          </main>
          <OpenModal views={state.views} />
        </div>
      </ReaderContext>
    </WorkspaceContext>
  );
}

/** The Network ACL that AISM guards, and any other in which rules with its numbers stand. */
function aclsToShow({ networkAcls, networkAclId, owned }: SandboxState): NetworkAcl[] {
  const isOurs = ({ RuleNumber }: NetworkAclEntry) => RuleNumber >= owned[0] && RuleNumber <= owned[1];
  const others = networkAcls.filter((acl) => acl.NetworkAclId !== networkAclId && acl.Entries.some(isOurs));
  return [...networkAcls.filter((acl) => acl.NetworkAclId === networkAclId), ...others];
}

/** The rules in our numbers that nobody's block names are other people's. */
function numbersIn({ NetworkAclId }: NetworkAcl, { blocks }: SandboxState): Set<number> {
  const here = blocks.flatMap(({ targets = [] }) => targets.filter((target) => target.id === NetworkAclId));
  return new Set(here.flatMap((target) => target.ruleNumbers ?? []));
}

type View = 'channel' | 'firewall' | 'ledger';

const VIEWS: readonly { view: View; label: string; icon: IconName }[] = [
  { view: 'channel', label: 'Channel', icon: 'hash' },
  { view: 'firewall', label: 'Firewall', icon: 'wall' },
  { view: 'ledger', label: 'Ledger', icon: 'book' },
];

/** On a narrow screen, which of the three is shown; a wide one shows all and hides this. */
function ViewSwitch({ view, onView, blocked }: { view: View; onView(view: View): void; blocked: number }): ReactNode {
  return (
    <nav className="views" aria-label="Parts of the page">
      {VIEWS.map((each) => (
        <button
          key={each.view}
          type="button"
          aria-current={view === each.view ? 'page' : undefined}
          data-view-button={each.view}
          onClick={() => onView(each.view)}
        >
          <Icon name={each.icon} /> {each.label}
          {each.view === 'firewall' && blocked > 0 && <span className="count">{blocked}</span>}
        </button>
      ))}
    </nav>
  );
}
