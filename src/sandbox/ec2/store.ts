import { openJournal } from '../journal.ts';
import { type Account, createAccount } from './account.ts';
import type { NetworkAcl } from './network-acl.ts';

/** What the sandbox's EC2 knows. A change is in the journal before anyone is told of it. */
export interface Store {
  readonly account: Account;
  /** The Network ACLs now, or as they were so many milliseconds ago (60,000 at most), in the order of their making. */
  networkAcls(agoMs?: number): readonly NetworkAcl[];
  /** Puts a Network ACL in, in the place of the one that has its id. */
  put(acl: NetworkAcl): void;
  onChange(listener: () => void): void;
}

type Line = { kind: 'all'; account: Account; networkAcls: readonly NetworkAcl[] } | { kind: 'acl'; acl: NetworkAcl };

/** The longest `describeLagMs`. */
const historyMs = 60_000;

/** Opens the store; the first start makes an account. Without a file all is forgotten when the process ends. */
export function openStore(file: string | undefined, now: () => number): Store {
  let account: Account | undefined;
  let networkAcls: readonly NetworkAcl[] = [];
  const journal = openJournal<Line>(
    file,
    (line) => {
      if (line.kind === 'acl') networkAcls = withAcl(networkAcls, line.acl);
      else ({ account, networkAcls } = line);
    },
    () => (account === undefined ? [] : [{ kind: 'all', account, networkAcls }]),
  );
  if (account === undefined) {
    ({ account, networkAcls } = createAccount());
    journal.append({ kind: 'all', account, networkAcls });
  }

  let history = [{ at: Number.NEGATIVE_INFINITY, networkAcls }];
  const asOf = (time: number) => history.findLast((state) => state.at <= time) ?? history[0];
  const listeners: (() => void)[] = [];
  return {
    account,
    networkAcls: (agoMs = 0) => (agoMs > 0 ? asOf(now() - agoMs)?.networkAcls : undefined) ?? networkAcls,
    put(acl) {
      journal.append({ kind: 'acl', acl });
      networkAcls = withAcl(networkAcls, acl);
      const oldest = asOf(now() - historyMs);
      history = [...history.slice(oldest === undefined ? 0 : history.indexOf(oldest)), { at: now(), networkAcls }];
      for (const listener of listeners) listener();
    },
    onChange: (listener) => listeners.push(listener),
  };
}

function withAcl(acls: readonly NetworkAcl[], acl: NetworkAcl): readonly NetworkAcl[] {
  const known = acls.some((other) => other.NetworkAclId === acl.NetworkAclId);
  return known ? acls.map((other) => (other.NetworkAclId === acl.NetworkAclId ? acl : other)) : [...acls, acl];
}
