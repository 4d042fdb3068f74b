import { type ReactNode, useMemo, useState } from 'react';
import type { NetworkAcl, NetworkAclEntry } from '../state/sandbox-state.ts';
import { type Change, useChanges } from '../state/use-changes.ts';
import { ruleCidr, ruleKey, ruleNumber, ruleTraffic } from './rule-words.ts';

interface FirewallProps {
  acl: NetworkAcl;
  /** The numbers of the rules that deny a block's address here. */
  numbers: ReadonlySet<number>;
  /** The first and the last rule number that is AISM's. */
  owned: readonly [number, number];
}

/** A Network ACL as AWS's console shows one, with AISM's own rules marked. */
export function FirewallPanel({ acl, numbers, owned }: FirewallProps): ReactNode {
  const [egress, setEgress] = useState(false);
  const sorted = useMemo(() => acl.Entries.toSorted((a, b) => a.RuleNumber - b.RuleNumber), [acl.Entries]);
  const changes = useChanges(sorted, ruleKey).toSorted((a, b) => a.item.RuleNumber - b.item.RuleNumber);
  const isOurs = ({ RuleNumber, Egress }: NetworkAclEntry) => !Egress && numbers.has(RuleNumber);
  const ours = sorted.filter(isOurs).length;

  return (
    <section
      className="card firewall"
      aria-label={`Network ACL ${acl.NetworkAclId}`}
      data-network-acl={acl.NetworkAclId}
    >
      <header className="card-head">
        <h2>Network ACL</h2>
        <code className="card-id">{acl.NetworkAclId}</code>
        <fieldset className="switch" aria-label="Direction">
          {[false, true].map((direction) => (
            <button
              key={direction.toString()}
              type="button"
              aria-pressed={egress === direction}
              onClick={() => setEgress(direction)}
            >
              {direction ? 'Outbound' : 'Inbound'}
            </button>
          ))}
        </fieldset>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="card-scroll" tabIndex={0}>
        <table className="rules">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Type</th>
              <th scope="col">{egress ? 'Destination' : 'Source'}</th>
              <th scope="col">Action</th>
            </tr>
          </thead>
          <tbody>
            {changes
              .filter(({ item }) => item.Egress === egress)
              .map((change) => (
                <Rule key={change.key} change={change} ours={isOurs(change.item)} />
              ))}
          </tbody>
        </table>
      </div>
      <footer className="card-foot" aria-live="polite">
        {ours === 0 ? 'No rule' : ours === 1 ? '1 rule' : `${ours} rules`} of AISM, whose numbers are {owned[0]}–
        {owned[1]}
      </footer>
    </section>
  );
}

function Rule({ change, ours }: { change: Change<NetworkAclEntry>; ours: boolean }): ReactNode {
  const { item, phase } = change;
  const action = item.RuleAction.toLowerCase();
  // A rule that has just gone is only a shade of itself: it must not be found as a rule.
  const hooks =
    phase === 'gone' ? { 'aria-hidden': true } : { 'data-rule-number': item.RuleNumber, 'data-cidr': ruleCidr(item) };
  return (
    <tr className={`rule rule-${action} ${ours ? 'rule-ours' : ''} rule-${phase}`} {...hooks}>
      <td className="rule-number">{ruleNumber(item)}</td>
      <td>{ruleTraffic(item)}</td>
      <td className="mono">{ruleCidr(item)}</td>
      <td>
        <span className={`verdict verdict-${action}`}>{action}</span>
      </td>
    </tr>
  );
}
