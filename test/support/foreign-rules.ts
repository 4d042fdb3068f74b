import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import type { World } from './world.ts';

export type ForeignRule = Partial<CreateNetworkAclEntryCommandInput> & { RuleNumber: number };

/** Somebody else makes an inbound rule, a deny of 192.0.2.0/24 unless told otherwise; not through AISM. */
export async function makeForeign(world: World, rule: ForeignRule): Promise<void> {
  const range = rule.Ipv6CidrBlock ? {} : { CidrBlock: '192.0.2.0/24' };
  const whole = { NetworkAclId: world.facts.networkAclId, Protocol: '-1', RuleAction: 'deny' as const, Egress: false };
  await world.ec2.send(new CreateNetworkAclEntryCommand({ ...whole, ...range, ...rule }));
}

/** Somebody else takes an inbound rule away. */
export async function takeAway(world: World, RuleNumber: number): Promise<void> {
  const { networkAclId: NetworkAclId } = world.facts;
  await world.ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber, Egress: false }));
}

/** The inbound rules as `number action range protocol`, without the four that were there from the beginning. */
export async function rulesOf(world: World, acl = world.facts.networkAclId): Promise<string[]> {
  const entries = (await world.state()).networkAcls.find((each) => each.NetworkAclId === acl)?.Entries ?? [];
  return entries
    .filter((entry) => !entry.Egress && ![100, 101, 32767, 32768].includes(entry.RuleNumber))
    .sort((a, b) => a.RuleNumber - b.RuleNumber)
    .map(
      (entry) => `${entry.RuleNumber} ${entry.RuleAction} ${entry.CidrBlock ?? entry.Ipv6CidrBlock} ${entry.Protocol}`,
    );
}
