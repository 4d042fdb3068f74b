import {
  CreateNetworkAclCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

async function acls() {
  return (await running.client.send(new DescribeNetworkAclsCommand({}))).NetworkAcls ?? [];
}

async function makeAcl(): Promise<string> {
  const [main] = await acls();
  const made = await running.client.send(new CreateNetworkAclCommand({ VpcId: main?.VpcId }));
  return made.NetworkAcl?.NetworkAclId ?? '';
}

const move = (AssociationId: string | undefined, NetworkAclId: string) =>
  running.client.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
const remove = (NetworkAclId: string | undefined) => running.client.send(new DeleteNetworkAclCommand({ NetworkAclId }));

/** Which subnets each Network ACL has, by its id. */
async function subnetsOf(): Promise<Record<string, (string | undefined)[]>> {
  return Object.fromEntries(
    (await acls()).map((acl) => [acl.NetworkAclId, acl.Associations?.map((one) => one.SubnetId)]),
  );
}

describe('ReplaceNetworkAclAssociation', () => {
  test('moves one subnet and answers the new association, and the old one is gone', async () => {
    const [main] = await acls();
    const [first, second] = main?.Associations ?? [];
    const id = await makeAcl();

    const { NewAssociationId } = await move(first?.NetworkAclAssociationId, id);

    expect(NewAssociationId).toMatch(/^aclassoc-0[0-9a-f]{16}$/);
    expect(await subnetsOf()).toMatchObject({
      [running.ec2.networkAclId]: [second?.SubnetId],
      [id]: [first?.SubnetId],
    });
    const moved = (await acls()).find((acl) => acl.NetworkAclId === id)?.Associations;
    expect(moved).toEqual([{ NetworkAclAssociationId: NewAssociationId, NetworkAclId: id, SubnetId: first?.SubnetId }]);
    expect(await refusalOf(move(first?.NetworkAclAssociationId, id))).toBe(
      `400 InvalidAssociationID.NotFound: The association ID '${first?.NetworkAclAssociationId}' does not exist`,
    );
    await move(NewAssociationId, running.ec2.networkAclId);
    expect((await subnetsOf())[running.ec2.networkAclId]).toEqual([second?.SubnetId, first?.SubnetId]);
  });

  test('to where the subnet is already leaves one association', async () => {
    const [main] = await acls();
    const [first] = main?.Associations ?? [];

    await move(first?.NetworkAclAssociationId, running.ec2.networkAclId);

    expect((await subnetsOf())[running.ec2.networkAclId]).toHaveLength(2);
  });

  test('needs a Network ACL of the same VPC', async () => {
    const [main] = await acls();
    const [first] = main?.Associations ?? [];
    const before = await subnetsOf();
    const elsewhere = await running.clientOf({ region: 'eu-west-1' }).send(new DescribeNetworkAclsCommand({}));

    for (const id of ['acl-0123456789abcdef0', elsewhere.NetworkAcls?.[0]?.NetworkAclId ?? '']) {
      expect(await refusalOf(move(first?.NetworkAclAssociationId, id))).toBe(
        `400 InvalidNetworkAclID.NotFound: The networkAcl ID '${id}' does not exist`,
      );
    }
    expect(await subnetsOf()).toEqual(before);
  });

  test('refuses what is no id', async () => {
    expect(await refusalOf(move('aclassoc-x', running.ec2.networkAclId))).toContain('InvalidAssociationId.Malformed');
    expect(await refusalOf(move(undefined, running.ec2.networkAclId))).toContain('MissingParameter');
  });
});

describe('DeleteNetworkAcl', () => {
  test('takes away one that no subnet uses, with its rules', async () => {
    const id = await makeAcl();
    await running.create({ NetworkAclId: id });

    await remove(id);

    expect(Object.keys(await subnetsOf())).toHaveLength(2);
    expect(await refusalOf(remove(id))).toBe(
      `400 InvalidNetworkAclID.NotFound: The networkAcl ID '${id}' does not exist`,
    );
    expect(await refusalOf(running.create({ NetworkAclId: id }))).toContain('InvalidNetworkAclID.NotFound');
  });

  test('refuses one that a subnet uses, and the default one', async () => {
    const before = await acls();

    expect(await refusalOf(remove(running.ec2.networkAclId))).toBe(
      `400 DependencyViolation: The networkAcl '${running.ec2.networkAclId}' has dependencies and cannot be deleted.`,
    );
    expect(await refusalOf(remove(before.find((acl) => acl.IsDefault)?.NetworkAclId))).toContain(
      '400 InvalidParameterValue: ',
    );
    expect(await acls()).toEqual(before);
  });
});
