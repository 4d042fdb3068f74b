import { EC2ServiceException } from '@aws-sdk/client-ec2';
import type { Address } from '../../src/address/address.ts';
import { guardedBecause } from '../../src/decision/guard.ts';
import type { Scope } from '../../src/decision/scope.ts';
import type { Firewall } from '../../src/firewall/firewall.ts';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import type { Deps } from '../../src/response/deps.ts';
import { readTargetData } from '../../src/response/target-data.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type LedgerTable, startLedgerTable } from './ledger-table.ts';
import { type RuleInput, type RunningEc2, startEc2 } from './sandbox-ec2.ts';
import { storyDeps } from './story-deps.ts';

/** So few numbers and so small a quota that blocks often wait. */
export const LIMITS = { numbers: { first: 1, last: 12 }, quota: 12, keptForPeople: 1 };
export const HOUR = 3_600_000;

/** What must be true, by the simplest means: whose claims live, and which entries others made. */
export interface Model {
  claims: Map<Address, Array<{ by: string; scopes: Scope[]; until: number | null }>>;
  /** Inbound entries of others by their number, as they said it. */
  foreign: Map<number, RuleInput>;
  guarded: Set<Address>;
}

/** The real stories over the real adapters, on one clock that stands still unless it is moved. */
export interface ModelWorld {
  deps: Deps;
  ec2: RunningEc2;
  table: LedgerTable;
  target: string;
  now(): number;
  advance(ms: number): void;
  /** What goes wrong in EC2 for us, from now on. */
  setFault(fault: Fault): void;
  /** Somebody else's call, for whom nothing goes wrong; false when EC2 refuses. */
  asOther(call: () => Promise<unknown>): Promise<boolean>;
  /** The same process started anew: another holder without memory. */
  restart(): void;
  /** The n-th call from now on to the ledger, or to EC2 (before or after it is done), is where the process stops. */
  stopAt(where: 'ledger' | 'before-ec2' | 'after-ec2', call: number): void;
  /** No stop any more; true when there was one. */
  goOn(): boolean;
  /** Whether the ledger says that the entry at this number is ours, whatever it says. */
  isOurs(ruleNumber: number): Promise<boolean>;
  /** A number that the ledger calls ours and where nobody has seen our rule yet. */
  unseenNumber(): Promise<number | undefined>;
  close(): Promise<void>;
}

export class Stopped extends Error {
  override name = 'Stopped';
}

export async function startModelWorld(): Promise<ModelWorld> {
  const table = await startLedgerTable();
  const now = () => table.wall.now;
  const advance = (ms: number) => {
    table.wall.now += ms;
  };
  const ec2 = await startEc2({ now });
  const target = ec2.ec2.networkAclId;
  let stop: { where: string; left: number } | undefined;
  let stopped = false;
  const pass = (where: string) => {
    if (stop?.where !== where) return;
    stop.left -= 1;
    if (stop.left > 0) return;
    // Whoever is dead does nothing more, nor does it give back its lease.
    stopped = true;
    throw new Stopped(`stopped: ${where}`);
  };
  const deadAll = () => {
    if (stopped) throw new Stopped('is dead');
  };
  const real = networkAclFirewall(ec2.client);
  const firewall: Firewall = {
    async describe(of) {
      deadAll();
      pass('before-ec2');
      return real.describe(of);
    },
    async apply(of, change) {
      deadAll();
      pass('before-ec2');
      const outcome = await real.apply(of, change);
      pass('after-ec2');
      return outcome;
    },
  };
  let starts = 0;
  let current: Fault = {};
  const begin = (): Deps => {
    starts += 1;
    const ledger = table.ledger(() => {
      deadAll();
      pass('ledger');
    });
    const clock = { clock: { now }, wall: now, sleep: async (ms: number) => advance(ms) };
    return storyDeps(ledger, { ...clock, firewall, targets: [target], limits: LIMITS, holder: `holder-${starts}` });
  };
  const own = table.ledger();
  const world: ModelWorld = {
    deps: begin(),
    ec2,
    table,
    target,
    now,
    advance,
    setFault(fault) {
      current = fault;
      ec2.setFault(fault);
    },
    async asOther(call) {
      ec2.setFault({});
      try {
        await call();
        return true;
      } catch (error) {
        if (error instanceof EC2ServiceException) return false;
        throw error;
      } finally {
        ec2.setFault(current);
      }
    },
    restart() {
      world.deps = begin();
    },
    stopAt(where, call) {
      stop = { where, left: call };
    },
    goOn() {
      const was = stopped;
      stop = undefined;
      stopped = false;
      if (was) world.restart();
      return was;
    },
    async isOurs(ruleNumber) {
      const slots = readTargetData((await own.leases.peek(target))?.data).slots;
      const slot = slots.find((each) => each.ruleNumber === ruleNumber);
      return slot?.seen === true && slot.was === undefined;
    },
    async unseenNumber() {
      const { slots } = readTargetData((await own.leases.peek(target))?.data);
      return slots.find((each) => !each.seen)?.ruleNumber;
    },
    async close() {
      await ec2.close();
      await table.close();
    },
  };
  return world;
}

export function isGuarded(model: Model, address: Address): boolean {
  const ranges = [...model.guarded].map((cidr) => ({ cidr, why: 'guarded' }));
  return guardedBecause({ ranges, readAt: 0 }, address) !== undefined;
}
