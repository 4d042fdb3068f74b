import { openJournal } from '../journal.ts';
import type { Session } from '../sts/session.ts';
import { type Account, createAccount, ownAccountId } from './account.ts';
import type { NetworkAcl } from './network-acl.ts';

/** An account in a region. What stands in one is not seen from another. */
export interface Place {
  ownerId: string;
  region: string;
}

/** What the sandbox's EC2 knows of one place. A change is in the journal before anyone is told of it. */
export interface Store {
  readonly account: Account;
  /** The Network ACLs now, or as they were so many milliseconds ago (60,000 at most), in the order of their making. */
  networkAcls(agoMs?: number): readonly NetworkAcl[];
  /** Puts Network ACLs in, all at once, each in the place of the one that has its id. */
  put(...acls: NetworkAcl[]): void;
  remove(networkAclId: string): void;
}

/** What the sandbox's EC2 and STS know of all places. */
export interface Stores {
  /** The store of a place, which begins at the first look. */
  at(place: Place): Store;
  /** Network ACLs of all places; those of the own account in the home region come first. */
  networkAcls(): readonly NetworkAcl[];
  sessions: { find(accessKeyId: string): Session | undefined; add(session: Session): void };
  onChange(listener: () => void): void;
}

/** Lines of an earlier version know one place alone, and have no region. */
type Line =
  | { kind: 'all'; account: Omit<Account, 'region' | 'nth'> & Partial<Account>; networkAcls: readonly NetworkAcl[] }
  | { kind: 'acl'; acl: NetworkAcl }
  | { kind: 'change'; put: readonly NetworkAcl[]; removed: readonly string[] }
  | { kind: 'session'; session: Session };

/** The longest `describeLagMs`. */
const historyMs = 60_000;

/** Opens the stores; the first start makes the own account's VPC. Without a file all is forgotten when the process ends. */
export function openStores(options: { file: string | undefined; now: () => number; region: string }): Stores {
  const { now, region } = options;
  const accounts: Account[] = [];
  const sessions = new Map<string, Session>();
  let networkAcls: readonly NetworkAcl[] = [];

  const journal = openJournal<Line>(options.file, replay, function* snapshot() {
    for (const account of accounts) yield { kind: 'all', account, networkAcls: inVpc(networkAcls, account) } as const;
    for (const session of sessions.values()) if (session.expires > now()) yield { kind: 'session', session } as const;
  });
  function replay(line: Line): void {
    if (line.kind === 'session') sessions.set(line.session.accessKeyId, line.session);
    else if (line.kind === 'acl') networkAcls = changed(networkAcls, [line.acl], []);
    else if (line.kind === 'change') networkAcls = changed(networkAcls, line.put, line.removed);
    else {
      accounts.push({ region, nth: 0, ...line.account });
      networkAcls = [...networkAcls, ...line.networkAcls];
    }
  }

  let history = [{ at: Number.NEGATIVE_INFINITY, networkAcls }];
  const asOf = (time: number) => history.findLast((state) => state.at <= time) ?? history[0];
  const listeners: (() => void)[] = [];

  function begin(place: Place): Account {
    const made = createAccount({ ...place, nth: accounts.length });
    journal.append({ kind: 'all', ...made });
    accounts.push(made.account);
    // Nobody saw it begin: it was always there, also for a Describe that lags.
    history = history.map((state) => ({ ...state, networkAcls: [...state.networkAcls, ...made.networkAcls] }));
    networkAcls = [...networkAcls, ...made.networkAcls];
    return made.account;
  }

  function change(put: readonly NetworkAcl[], removed: readonly string[]): void {
    journal.append({ kind: 'change', put, removed });
    networkAcls = changed(networkAcls, put, removed);
    const oldest = asOf(now() - historyMs);
    history = [...history.slice(oldest === undefined ? 0 : history.indexOf(oldest)), { at: now(), networkAcls }];
    for (const listener of listeners) listener();
  }

  function at(place: Place): Store {
    const isHere = (account: Account) => account.ownerId === place.ownerId && account.region === place.region;
    const account = accounts.find(isHere) ?? begin(place);
    return {
      account,
      networkAcls: (agoMs = 0) =>
        inVpc((agoMs > 0 ? asOf(now() - agoMs)?.networkAcls : undefined) ?? networkAcls, account),
      put: (...acls) => change(acls, []),
      remove: (id) => change([], [id]),
    };
  }

  at({ ownerId: ownAccountId, region });
  return {
    at,
    networkAcls: () => networkAcls,
    sessions: {
      find: (accessKeyId) => sessions.get(accessKeyId),
      add(session) {
        journal.append({ kind: 'session', session });
        sessions.set(session.accessKeyId, session);
      },
    },
    onChange: (listener) => listeners.push(listener),
  };
}

function inVpc(acls: readonly NetworkAcl[], { vpcId }: Account): readonly NetworkAcl[] {
  return acls.filter((acl) => acl.VpcId === vpcId);
}

function changed(
  acls: readonly NetworkAcl[],
  put: readonly NetworkAcl[],
  removed: readonly string[],
): readonly NetworkAcl[] {
  const changes = new Map(put.map((acl) => [acl.NetworkAclId, acl]));
  const left = acls.filter((acl) => !removed.includes(acl.NetworkAclId));
  const known = new Set(left.map((acl) => acl.NetworkAclId));
  return [
    ...left.map((acl) => changes.get(acl.NetworkAclId) ?? acl),
    ...put.filter((acl) => !known.has(acl.NetworkAclId)),
  ];
}
