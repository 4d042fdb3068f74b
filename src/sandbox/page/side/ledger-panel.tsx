import { type ReactNode, useMemo, useState } from 'react';
import type { LedgerAction } from '../state/sandbox-state.ts';
import { useChanges } from '../state/use-changes.ts';
import { useReader } from '../text/reader.ts';
import { actionTone, actionWords, actorWords, readable, transition } from './action-words.ts';

const AT_ONCE = 80;

/** Everything that was done, by whom and why, newest first. */
export function LedgerPanel({ actions }: { actions: readonly LedgerAction[] }): ReactNode {
  const [shown, setShown] = useState(AT_ONCE);
  const sorted = useMemo(
    () => actions.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id.localeCompare(a.id)),
    [actions],
  );
  const changes = useChanges(sorted, (action) => action.id).filter(({ phase }) => phase !== 'gone');
  return (
    <section className="card ledger" aria-label="Ledger">
      <header className="card-head">
        <h2>Ledger</h2>
        {actions.length > 0 && <span className="count">{actions.length}</span>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="card-scroll" tabIndex={0}>
        {actions.length === 0 && <p className="quiet">Nothing has happened. Whatever does is written down here.</p>}
        <ol className="plain">
          {changes.slice(0, shown).map(({ item, phase }) => (
            <Action key={item.id} action={item} fresh={phase === 'new'} />
          ))}
        </ol>
        {changes.length > shown && (
          <button type="button" className="link-button more" onClick={() => setShown(shown + AT_ONCE)}>
            {changes.length - shown} older
          </button>
        )}
      </div>
    </section>
  );
}

function Action({ action, fresh }: { action: LedgerAction; fresh: boolean }): ReactNode {
  const reader = useReader();
  const { at, kind, actor, address, why, before, after } = action;
  const time = new Date(at);
  const today = time.toDateString() === new Date(reader.now).toDateString();
  const change = transition(before, after);
  return (
    <li className={`entry ${fresh ? 'entry-new' : ''}`} data-action-kind={kind} data-address={address}>
      <div className="entry-line">
        <span className={`dot dot-${actionTone(kind)}`} />
        <b className="entry-kind">{actionWords(kind)}</b>
        {address && <code className="entry-address">{address}</code>}
        <time className="entry-end" dateTime={at} title={time.toLocaleString('en-GB')}>
          {!today && `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} `}
          {time.toLocaleTimeString('en-GB')}
        </time>
      </div>
      <p className="entry-why">
        {actor !== undefined && <span className="entry-actor">{actorWords(actor, reader)}</span>}
        {change !== undefined && <span className="entry-change">{readable(change, reader)}</span>}
        {why && <span>{readable(why, reader)}</span>}
      </p>
    </li>
  );
}
