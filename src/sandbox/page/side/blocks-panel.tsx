import type { ReactNode } from 'react';
import { useAppNow } from '../state/app-clock.ts';
import type { BlockRecord } from '../state/sandbox-state.ts';
import { useReader } from '../text/reader.ts';
import { actorWords } from './action-words.ts';
import { remaining } from './remaining.ts';

/** In the order in which they want attention. */
const LIVE = ['failed', 'waiting', 'pending', 'active'];

/** What AISM denies now, and what it denied before. */
export function BlocksPanel({ blocks }: { blocks: readonly BlockRecord[] }): ReactNode {
  const live = blocks
    .filter(({ state }) => LIVE.includes(state))
    .toSorted((a, b) => LIVE.indexOf(a.state) - LIVE.indexOf(b.state) || endOf(a) - endOf(b));
  const ended = blocks.filter(({ state }) => !LIVE.includes(state));
  return (
    <section className="card blocked" aria-label="Blocks">
      <header className="card-head">
        <h2>Blocks</h2>
        {live.length > 0 && <span className="count">{live.length}</span>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="card-scroll" tabIndex={0}>
        {live.length === 0 && <p className="quiet">Nobody is blocked.</p>}
        <ul className="plain">
          {live.map((block) => (
            <Block key={block.id} block={block} />
          ))}
        </ul>
        {ended.length > 0 && (
          <details className="ended">
            <summary>{ended.length} ended</summary>
            <ul className="plain">
              {ended.map((block) => (
                <Block key={block.id} block={block} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </section>
  );
}

function Block({ block }: { block: BlockRecord }): ReactNode {
  const reader = useReader();
  const numbers = [...new Set((block.targets ?? []).flatMap((target) => target.ruleNumbers ?? []))];
  const why = [block.by === undefined ? '' : `by ${actorWords(block.by, reader)}`, block.reason ?? ''].filter(
    (part) => part !== '',
  );
  return (
    <li className="entry" data-block={block.id} data-address={block.address} data-state={block.state}>
      <div className="entry-line">
        <span className={`state state-${block.state}`}>{block.state}</span>
        <code className="entry-address">{block.address}</code>
        {numbers.length > 0 && <span className="entry-rules">rule {numbers.join(', ')}</span>}
        {LIVE.includes(block.state) && <Until until={block.until} />}
      </div>
      {why.length > 0 && <p className="entry-why">{why.join(' — ')}</p>}
    </li>
  );
}

function Until({ until }: { until: string | null }): ReactNode {
  const now = useAppNow();
  if (until === null) return <span className="entry-end">permanent</span>;
  return (
    <time className="entry-end" dateTime={until} title={`until ${new Date(until).toLocaleString('en-GB')}`}>
      {remaining(Date.parse(until) - now)}
    </time>
  );
}

function endOf({ until }: BlockRecord): number {
  return until === null ? Number.POSITIVE_INFINITY : Date.parse(until);
}
