import fc from 'fast-check';
import type { Address } from '../../src/address/address.ts';
import { addClaim } from '../../src/ledger/block.ts';
import { approveBlock } from '../../src/response/approve-block.ts';
import { approveProposal } from '../../src/response/approve-proposal.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { undoBlock } from '../../src/response/lift-block.ts';
import { proposeBlock } from '../../src/response/propose-block.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { address } from './address.ts';
import { checkSettled } from './model-check.ts';
import { HOUR, isGuarded, type Model, type ModelWorld } from './model-world.ts';
import type { RuleInput } from './sandbox-ec2.ts';
import { settle } from './settled.ts';

export type Command = fc.AsyncCommand<Model, ModelWorld>;

/** Neighbours that merge, ranges that cover others, both families, one that stands alone. */
export const BLOCKABLE = [
  ...[0, 1, 2, 3, 4, 5, 9, 200].map((host) => `203.0.113.${host}`),
  '203.0.113.0/29',
  '203.0.113.0/24',
  '198.51.100.7',
  '2001:db8::1',
  '2001:db8::/64',
].map(address);
const SCOPES = [['all'], ['tcp/22'], ['tcp/22', 'tcp/443'], ['udp/53']];
/** None of them can be taken for a rule of ours. */
const OTHERS: RuleInput[] = [
  { CidrBlock: '192.0.2.0/24' },
  { CidrBlock: '0.0.0.0/0', Protocol: '6', RuleAction: 'allow', PortRange: { From: 443, To: 443 } },
  { CidrBlock: '203.0.113.9/32', RuleAction: 'allow' },
  { CidrBlock: '203.0.113.4/30', Protocol: '17', PortRange: { From: 50, To: 60 } },
  { Ipv6CidrBlock: '2001:db8::/32', Protocol: '6', RuleAction: 'allow', PortRange: { From: 22, To: 22 } },
];
const FAULTS: Fault[] = [
  { errorRate: 0.3 },
  { errorRate: 0.3, code: 'timeout-after' },
  { describeLagMs: 5000 },
  { quota: 9 },
  { down: true },
];

/** One command: what it says of itself, and what it does to both. */
function command(what: string, run: (model: Model, world: ModelWorld) => Promise<void>): Command {
  return { check: () => true, run, toString: () => what };
}

const person = fc.tuple(fc.constantFrom(...BLOCKABLE), fc.constantFrom(1, 4, 24, null)).map(([of, hours]) => {
  const forMs = hours === null ? null : hours * HOUR;
  return command(`a person blocks ${of} for ${hours} h`, async (model, world) => {
    const answer =
      forMs === null
        ? await blockForGood(world, of)
        : await approveBlock(world.deps, { address: of, by: 'U_LEAD', forMs });
    if (isRefused(answer.kind) !== isGuarded(model, of)) throw new Error(`${of} was answered ${answer.kind}`);
    if (answer.kind !== 'blocked' && answer.kind !== 'extended') return;
    claim(model, of, { by: 'U_LEAD', scopes: ['all'], until: forMs === null ? null : world.now() + forMs });
  });
});

/** That takes two people. */
async function blockForGood({ deps }: ModelWorld, of: Address) {
  const wanted = { address: of, by: 'U_LEAD', forMs: null, why: 'for good', isOverride: false };
  const proposed = await proposeBlock(deps, wanted);
  if (proposed.kind !== 'proposed' && proposed.kind !== 'already-proposed') return proposed;
  const people = { roleOf: async () => 'lead' as const, may: async () => true };
  return approveProposal(deps, { address: of, by: 'U_ANALYST', people });
}

function isRefused(kind: string): boolean {
  return kind === 'guarded' || kind === 'never-for-good';
}

const automatic = fc
  .tuple(
    fc.constantFrom(...BLOCKABLE),
    fc.constantFrom(...SCOPES),
    fc.integer({ min: 0, max: 8 }),
    fc.constantFrom(1, 2),
  )
  .map(([of, scopes, score, hours]) =>
    command(`a rule blocks ${of} ${scopes} for ${hours} h, score ${score}`, async (model, world) => {
      if (isGuarded(model, of)) return;
      const made = { by: 'rule:ssh', scopes, until: world.now() + hours * HOUR };
      const at = { now: world.now(), targets: world.deps.targets, severity: 'high' as const };
      const { result } = await world.deps.ledger.records.change(of, (draft) => {
        draft.score = score;
        return addClaim(draft, { ...made, why: 'model' }, at);
      });
      if (result.kind !== 'already-blocked') claim(model, of, made);
    }),
  );

const undo = fc.constantFrom(...BLOCKABLE).map((of) =>
  command(`somebody undoes ${of}`, async (model, world) => {
    const answer = await undoBlock(world.deps, { address: of, by: 'U_LEAD' });
    if ((answer.kind === 'lifted') !== model.claims.has(of)) throw new Error(`${of} was answered ${answer.kind}`);
    model.claims.delete(of);
  }),
);

const later = fc.constantFrom(0.01, 0.5, 1, 3).map((hours) =>
  command(`${hours} h pass`, async (model, world) => {
    world.advance(hours * HOUR);
    while ((await keepBooks(world.deps)) > 0);
    expire(model, world.now());
  }),
);

const foreign = fc
  .tuple(fc.constantFrom('create', 'replace', 'delete'), fc.integer({ min: 1, max: 14 }), fc.constantFrom(...OTHERS))
  .map(([kind, RuleNumber, rule]) =>
    command(`somebody else does ${kind} ${RuleNumber} ${JSON.stringify(rule)}`, async (model, world) => {
      const ours = await world.isOurs(RuleNumber);
      const change = { ...rule, RuleNumber };
      const done = await world.asOther(() => {
        if (kind === 'delete') return world.ec2.remove(RuleNumber);
        return kind === 'create' ? world.ec2.create(change) : world.ec2.replace(change);
      });
      if (!done) return;
      model.foreign.delete(RuleNumber);
      // A number that the ledger calls ours stays ours, whatever somebody makes of it.
      if (kind !== 'delete' && !ours) model.foreign.set(RuleNumber, change);
    }),
  );

const guard = fc.constantFrom('203.0.113.2', '203.0.113.200', undefined).map((text) =>
  command(`never-block is ${text}`, async (model, world) => {
    model.guarded = new Set(text === undefined ? [] : [address(text)]);
    const ranges = [...model.guarded].map((cidr) => ({ cidr, why: 'an address of ours' }));
    await world.deps.ledger.guard.write({ ranges, readAt: world.now() });
  }),
);

const trouble = fc.constantFrom(...FAULTS, {}).map((fault) =>
  command(`EC2 has ${JSON.stringify(fault)}`, async (_, world) => {
    // What it showed before it shows again: its lag never takes it back behind what was seen.
    world.advance(fault.describeLagMs ?? 0);
    world.setFault(fault);
  }),
);

const look = fc
  .tuple(fc.constantFrom('ledger', 'before-ec2', 'after-ec2', undefined), fc.integer({ min: 1, max: 14 }))
  .map(([where, call]) =>
    command(where ? `reconcile stops at call ${call}, ${where}` : 'reconcile', async (_, world) => {
      if (where) world.stopAt(where as Parameters<ModelWorld['stopAt']>[0], call);
      const failed = await reconcile(world.deps, world.target).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!world.goOn() && failed) throw failed;
    }),
  );

const race = fc.constantFrom(...OTHERS).map((rule) =>
  command(
    `a stop right before a change, and somebody takes its number for ${JSON.stringify(rule)}`,
    async (model, world) => {
      world.stopAt('before-ec2', 2);
      await reconcile(world.deps, world.target).catch(() => undefined);
      world.goOn();
      const RuleNumber = await world.unseenNumber();
      if (RuleNumber === undefined) return;
      const change = { ...rule, RuleNumber };
      if (await world.asOther(() => world.ec2.create(change))) model.foreign.set(RuleNumber, change);
    },
  ),
);

const restart = fc.constant(command('a restart', async (_, world) => world.restart()));

export const settled = fc.constant(
  command('everything settles', async (model, world) => {
    world.setFault({});
    // A rule that was asked for and never came is given up after five minutes, a dead holder's lease after its time.
    world.advance(6 * 60_000);
    await settle(world.deps, world.target);
    expire(model, world.now());
    await checkSettled(model, world);
  }),
);

/** Everything that may happen, in any order; it ends settled. */
export const commands = fc.commands(
  [person, automatic, automatic, undo, later, foreign, foreign, guard, trouble, look, look, race, restart, settled],
  { maxCommands: 60, size: '+1' },
);

function claim(model: Model, of: Address, made: { by: string; scopes: string[]; until: number | null }): void {
  model.claims.set(of, [...(model.claims.get(of) ?? []), made]);
}

function expire(model: Model, now: number): void {
  for (const [of, claims] of model.claims) {
    const left = claims.filter((each) => each.until === null || each.until > now);
    if (left.length === 0) model.claims.delete(of);
    else model.claims.set(of, left);
  }
}
