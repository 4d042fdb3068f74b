import { DeleteNetworkAclCommand, DeleteTagsCommand, ReplaceNetworkAclAssociationCommand } from '@aws-sdk/client-ec2';
import { describe, expect } from 'vitest';
import { type AclStage, aclTest } from '../support/acl-stage.ts';
import { aclOf, madeIn, type Ran, runAcl, subnetsOf } from '../support/run-acl.ts';

interface Made {
  /** What `create` made. */
  id: string;
  revert(...more: string[]): Promise<Ran>;
}

const test = aclTest.extend<{ made: Made }>({
  made: async ({ stage }, use) => {
    const created = await stage.create('--yes', '--json');
    const id: string = JSON.parse(created.out).networkAclId;
    // What was done before is long ago, also for a Describe that lags.
    stage.advance(120_000);
    await use({ id, revert: (...more) => runAcl(stage.running.url, ['revert', id, ...more]) });
  },
});

function expectBack({ running, moving }: AclStage): void {
  expect(subnetsOf(running.ec2).toSorted()).toEqual(moving.toSorted());
  expect(madeIn(running.ec2)).toEqual([]);
}

function expectUntouched({ running, moving }: AclStage, { id }: Made): void {
  expect(subnetsOf(running.ec2, id)).toEqual(moving);
  expect(subnetsOf(running.ec2)).toEqual([]);
}

describe.concurrent('aism acl revert', () => {
  test('moves the subnets back and deletes the copy', async ({ stage, made }) => {
    const { running, moving } = stage;
    const { id, revert } = made;
    const { code, out, err } = await revert('--yes');

    expect(code, err).toBe(0);
    expectBack(stage);
    expect(out).toBe(
      `${moving.join(', ')} will use ${running.ec2.networkAclId} again; then ${id} is deleted.
${moving.join(', ')}: ${running.ec2.networkAclId} again; ${id} is deleted. Take it out of AISM_NETWORK_ACLS.
`,
    );
  });

  test('names the rules that end with the copy, and those that count again', async ({ stage, made }) => {
    const { running } = stage;
    const { id, revert } = made;
    await running.create({ NetworkAclId: id, RuleNumber: 1, CidrBlock: '203.0.113.9/32' });
    await running.create({ RuleNumber: 50, CidrBlock: '198.51.100.99/32' });

    const { out } = await revert('--yes');

    expect(out).toContain(
      `These rules end with ${id}; what AISM blocks gets in again:\n\n  in  1  deny  all  203.0.113.9/32\n`,
    );
    expect(out).toContain(`These rules are in ${running.ec2.networkAclId} alone, and count again:`);
    expect(out).toMatch(/^ {2}in {2}150 {2}deny {2}all {2}198\.51\.100\.99\/32$/m);
    expectBack(stage);
  });

  test('prints one object with --json', async ({ stage, made }) => {
    const { running, moving } = stage;
    const { id, revert } = made;
    await running.create({ NetworkAclId: id, RuleNumber: 1 });

    const { code, out } = await revert('--yes', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      networkAclId: running.ec2.networkAclId,
      deleted: id,
      region: 'eu-central-1',
      subnets: moving,
      rules: { ended: [1], returned: [] },
    });
    expectBack(stage);
  });

  test('shows what it would do and changes nothing where nobody can be asked', async ({ stage, made }) => {
    const { id, revert } = made;
    const { code, out, err } = await revert();

    expect(code).toBe(1);
    expect(out).toContain(`then ${id} is deleted`);
    expect(err).toContain('Nothing was changed');
    expectUntouched(stage, made);
  });

  test('deletes a copy that no subnet uses any more', async ({ stage, made }) => {
    const { running } = stage;
    const { id, revert } = made;
    for (const { NetworkAclAssociationId } of aclOf(running.ec2, id)?.Associations ?? [])
      await running.client.send(
        new ReplaceNetworkAclAssociationCommand({
          AssociationId: NetworkAclAssociationId,
          NetworkAclId: running.ec2.networkAclId,
        }),
      );

    const { code, out } = await revert('--yes');

    expect(code).toBe(0);
    expect(out).toContain('No subnet uses it; then');
    expectBack(stage);
  });

  test.for([
    ['throttles three calls of ten', { errorRate: 0.3 }],
    ['shows changes two seconds late', { describeLagMs: 2000 }],
    ['makes changes and loses the answers to three of ten', { errorRate: 0.3, code: 'timeout-after' }],
  ] as const)('comes to its end with an EC2 that %s', { timeout: 120_000 }, async ([_what, fault], { stage, made }) => {
    const { running } = stage;
    const { revert } = made;
    running.setFault(fault);

    const { code, err } = await revert('--yes');

    expect(code, err).toBe(0);
    expectBack(stage);
  });

  test('moves also a subnet that EC2 does not show there yet', { timeout: 60_000 }, async ({ stage, made }) => {
    const { running } = stage;
    const { id, revert } = made;
    running.setFault({ describeLagMs: 4000 });
    const [first] = aclOf(running.ec2, id)?.Associations ?? [];
    const to = (NetworkAclId: string, AssociationId = first?.NetworkAclAssociationId) =>
      running.client.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    const away = await to(running.ec2.networkAclId);
    stage.advance(60_000);
    // It was away for a minute, and came back only now.
    await to(id, away.NewAssociationId);

    const { code, err } = await revert('--yes');

    expect(code, err).toBe(0);
    expectBack(stage);
  });

  test('names a subnet also when the answer to its move was lost', async ({ stage, made }) => {
    const { moving } = stage;
    const { id } = made;
    let moves = 0;
    const front = await stage.front(async (action, _parameters, pass) => {
      if (action !== 'ReplaceNetworkAclAssociation' || ++moves > 1) return undefined;
      await pass();
      return 'lost';
    });

    const { code, out, err } = await runAcl(front, ['revert', id, '--yes', '--json']);

    expect(code, err).toBe(0);
    expect(JSON.parse(out).subnets).toEqual(moving);
    expectBack(stage);
  });

  test('says what is left when EC2 refuses, and finishes at the next run', { timeout: 60_000 }, async ({
    stage,
    made,
  }) => {
    const { running, moving } = stage;
    const { id, revert } = made;
    let moves = 0;
    const front = await stage.front((action) =>
      action === 'ReplaceNetworkAclAssociation' && ++moves > 1 ? 'UnauthorizedOperation' : undefined,
    );

    const { code, err } = await runAcl(front, ['revert', id, '--yes']);

    expect(code).toBe(1);
    expect(err).toBe(
      `our role may not do that: it lacks ec2:ReplaceNetworkAclAssociation (${running.ec2.networkAclId})\n`,
    );
    expect(subnetsOf(running.ec2, id)).toEqual([moving[1]]);
    expect((await revert('--yes')).code).toBe(0);
    expectBack(stage);
  });
});

describe.concurrent('aism acl revert refuses', () => {
  const refused = async ({ running }: AclStage, what: string) => {
    const { code, err } = await runAcl(running.url, ['revert', what, '--yes']);
    expect(code).toBe(1);
    return err;
  };

  test('a Network ACL that it did not make', async ({ stage, made }) => {
    const { running } = stage;
    const { id } = made;
    expect(await refused(stage, running.ec2.networkAclId)).toBe(
      `${running.ec2.networkAclId} has no tag aism:replaces: it was not made by "aism acl create", and is left as it is\n`,
    );
    await running.client.send(new DeleteTagsCommand({ Resources: [id] }));
    expect(await refused(stage, id)).toContain('has no tag aism:replaces');
    expectUntouched(stage, made);
  });

  test('one that is not there, and what is no id', async ({ stage, made }) => {
    expect(await refused(stage, 'acl-0123456789abcdef0')).toBe(
      'EC2 shows no Network ACL acl-0123456789abcdef0 here: look at its id, the region and the account\n',
    );
    expect(await refused(stage, 'acl-x')).toBe(
      '"acl-x" is no id of a Network ACL: write it like acl-0123456789abcdef0\n',
    );
    expectUntouched(stage, made);
  });

  test('one whose original is gone', async ({ stage, made }) => {
    const { running, moving } = stage;
    const { id } = made;
    await running.client.send(new DeleteNetworkAclCommand({ NetworkAclId: running.ec2.networkAclId }));

    expect(await refused(stage, id)).toBe(
      `${id} stands for ${running.ec2.networkAclId}, which is not there any more: move its subnets to another one in the console\n`,
    );
    expect(subnetsOf(running.ec2, id)).toEqual(moving);
  });
});
