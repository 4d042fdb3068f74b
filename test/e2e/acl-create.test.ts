import { DescribeSubnetsCommand, ReplaceNetworkAclAssociationCommand } from '@aws-sdk/client-ec2';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect } from 'vitest';
import { readPolicyText } from '../../src/policy-file.ts';
import { type AclStage, aclTest as test } from '../support/acl-stage.ts';
import { aclOf, madeIn, runAcl, startAcl, subnetsOf } from '../support/run-acl.ts';
import { sandboxKey } from '../support/sandbox-ec2.ts';

/** The entries of a Network ACL in brief, each direction in its order. */
function brief({ running }: AclStage, id: string): string[] {
  const entries = aclOf(running.ec2, id)?.Entries ?? [];
  return entries.map((entry) => {
    const { From, To } = entry.PortRange ?? {};
    const { Type, Code } = entry.IcmpTypeCode ?? {};
    const what = From !== undefined ? ` ${From}-${To}` : Type !== undefined ? ` ${Type}/${Code}` : '';
    const range = entry.CidrBlock ?? entry.Ipv6CidrBlock;
    return `${entry.Egress ? 'out' : 'in'} ${entry.RuleNumber} ${entry.RuleAction} ${entry.Protocol}${what} ${range}`;
  });
}

/** That everything is as if nobody had ever tried. */
function expectUntouched({ running, moving, subnets }: AclStage): void {
  expect(madeIn(running.ec2)).toEqual([]);
  expect(subnets().toSorted()).toEqual([...moving].toSorted());
}

/** That the copy is whole and has the subnets; its id. */
function expectMoved(stage: AclStage): string {
  const { running, moving, subnets } = stage;
  const [made, ...others] = madeIn(running.ec2);
  const id = made?.NetworkAclId ?? '';
  expect(others).toEqual([]);
  expect(brief(stage, id)).toEqual([
    'out 9 deny 17 53-99 0.0.0.0/0',
    'out 100 allow -1 0.0.0.0/0',
    'out 101 allow -1 ::/0',
    'out 32767 deny -1 0.0.0.0/0',
    'out 32768 deny -1 ::/0',
    'in 5 deny -1 198.51.100.7/32',
    'in 110 allow 6 22-22 10.0.0.0/8',
    'in 120 allow 1 8/-1 0.0.0.0/0',
    'in 130 deny 58 128/0 ::/0',
    'in 140 deny 50 203.0.113.0/24',
    'in 200 allow -1 0.0.0.0/0',
    'in 201 allow -1 ::/0',
    'in 32767 deny -1 0.0.0.0/0',
    'in 32768 deny -1 ::/0',
  ]);
  expect(subnetsOf(running.ec2, id).toSorted()).toEqual([...moving].toSorted());
  expect(subnets()).toEqual([]);
  return id;
}

describe.concurrent('aism acl create', () => {
  test('copies the Network ACL of the subnets, moves them, and says how AISM gets it and how to go back', async ({
    stage,
  }) => {
    const { running, moving, create } = stage;
    const before = brief(stage, running.ec2.networkAclId);

    const { code, out, err } = await create('--yes', '--name', 'edge');

    expect(code, err).toBe(0);
    const id = expectMoved(stage);
    expect(aclOf(running.ec2, id)?.Tags).toEqual([
      { Key: 'Name', Value: 'edge' },
      { Key: 'aism:replaces', Value: running.ec2.networkAclId },
    ]);
    expect(brief(stage, running.ec2.networkAclId)).toEqual(before);
    expect(out).toMatch(/^ {2}in +10 -> 110 +allow +tcp 22 +10\.0\.0\.0\/8$/m);
    expect(out).toMatch(/^ {2}in +20 -> 120 +allow +icmp type 8 code \* +0\.0\.0\.0\/0$/m);
    expect(out).toContain(
      `These subnets move to it: ${moving.join(', ')}. None stays with ${running.ec2.networkAclId};`,
    );
    expect(out).toContain("Among AISM's numbers stays 5.");
    expect(out).toContain("The copy has 9 inbound rules of 20, * included: room for 11 of AISM's.");
    expect(out).toContain(`\nAISM_NETWORK_ACLS=${id}\n`);
    expect(out).toContain(`npm run -s aism -- acl revert ${id}\n`);
  });

  test('moves the named subnets alone', async ({ stage: { running, subnets } }) => {
    const [first = '', second = ''] = subnets();

    const { out } = await runAcl(running.url, ['create', '--subnets', first, '--yes']);

    expect(out).toContain(`With ${running.ec2.networkAclId} stays 1;`);
    expect(subnetsOf(running.ec2, madeIn(running.ec2)[0]?.NetworkAclId)).toEqual([first]);
    expect(subnets()).toEqual([second]);
  });

  test('prints one object with --json', async ({ stage }) => {
    const { running, moving, create } = stage;
    const { code, out } = await create('--yes', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      networkAclId: expectMoved(stage),
      replaces: running.ec2.networkAclId,
      region: 'eu-central-1',
      subnets: moving,
      renumbered: [
        { from: 10, to: 110 },
        { from: 20, to: 120 },
        { from: 30, to: 130 },
        { from: 40, to: 140 },
        { from: 100, to: 200 },
        { from: 101, to: 201 },
      ],
      foreign: [5],
      room: 11,
    });
  });

  test('shows the plan and changes nothing where nobody can be asked', async ({ stage }) => {
    const { create } = stage;
    const { code, out, err } = await create();

    expect(code).toBe(1);
    expect(out).toContain('10 -> 110');
    expect(err).toBe('Nothing was changed: there is no terminal to ask at. Add --yes if this is what you want.\n');
    expectUntouched(stage);
  });

  test('works in another region and, with a role, in another account', async ({ stage: { running } }) => {
    const params = {
      RoleArn: 'arn:aws:iam::210987654321:role/external-tenant-7',
      RoleSessionName: 'test',
      ExternalId: 'tenant-7',
    };
    const clientConfig = { endpoint: running.url, region: 'eu-west-1' };
    const credentials = fromTemporaryCredentials({ params, masterCredentials: sandboxKey, clientConfig });
    const { Subnets = [] } = await running
      .clientOf({ region: 'eu-west-1', credentials })
      .send(new DescribeSubnetsCommand({}));
    const ids = Subnets.map((subnet) => subnet.SubnetId ?? '');

    const place = ['--region', 'eu-west-1', '--role-arn', params.RoleArn, '--external-id', 'tenant-7'];
    const { code, out, err } = await runAcl(running.url, ['create', '--subnets', ids.join(','), ...place, '--yes']);

    expect(code, err).toBe(0);
    const id = /^AISM_NETWORK_ACLS=(.*)$/m.exec(out)?.[1] ?? '';
    expect(subnetsOf(running.ec2, id)).toEqual(ids);
    expect(out).toContain(`acl revert ${id} ${place.join(' ')}\n`);
    const target = { id, region: 'eu-west-1', roleArn: params.RoleArn, externalId: 'tenant-7' };
    expect(readPolicyText(/^targets:\n.*\n/m.exec(out)?.[0] ?? '')).toMatchObject({ file: { targets: [target] } });
    const back = await runAcl(running.url, ['revert', id, ...place, '--yes']);
    expect(back.code, back.err).toBe(0);
    expect(aclOf(running.ec2, id)).toBeUndefined();
  });
});

describe.concurrent('aism acl create with an EC2 that', () => {
  test.for([
    ['throttles three calls of ten', { errorRate: 0.3 }],
    ['shows changes two seconds late', { describeLagMs: 2000 }],
    ['makes changes and loses the answers to three of ten', { errorRate: 0.3, code: 'timeout-after' }],
    ['does all of it', { errorRate: 0.2, describeLagMs: 1000, latencyMs: 20 }],
  ] as const)('%s makes one copy and moves every subnet', { timeout: 120_000 }, async ([_what, fault], { stage }) => {
    const { running, create } = stage;
    running.setFault(fault);

    const { code, err } = await create('--yes');

    expect(code, err).toBe(0);
    expectMoved(stage);
  });

  test('refuses the second move has every subnet where it was, and no copy', { timeout: 60_000 }, async ({ stage }) => {
    const { moving, front } = stage;
    let moves = 0;
    const url = await front((action) =>
      action === 'ReplaceNetworkAclAssociation' && ++moves === 2 ? 'UnauthorizedOperation' : undefined,
    );

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    expect(err).toContain(`moved ${moving[0]} to acl-`);
    expect(err).toContain('our role may not do that: it lacks ec2:ReplaceNetworkAclAssociation (acl-');
    expect(err).toMatch(/acl-0\w{16} is deleted again, and the subnets use acl-/);
    expectUntouched(stage);
  });

  test('refuses the second move, and to undo the first, has that said, and revert mends it', {
    timeout: 60_000,
  }, async ({ stage }) => {
    const { running, moving, front } = stage;
    let moves = 0;
    const url = await front((action) =>
      action === 'ReplaceNetworkAclAssociation' && ++moves > 1 ? 'UnauthorizedOperation' : undefined,
    );

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    const id = madeIn(running.ec2)[0]?.NetworkAclId ?? '';
    expect(err).toContain(`It could not all be taken back: `);
    expect(err).toContain(`aism acl revert ${id}`);
    expect(subnetsOf(running.ec2, id)).toEqual([moving[0]]);
    expect((await runAcl(running.url, ['revert', id, '--yes'])).code).toBe(0);
    expectUntouched(stage);
  });

  test('moves a subnet and loses the answer has it moved once', async ({ stage }) => {
    const { moving, front } = stage;
    let moves = 0;
    const url = await front(async (action, _parameters, pass) => {
      if (action !== 'ReplaceNetworkAclAssociation' || ++moves > 1) return undefined;
      await pass();
      return 'lost';
    });

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code, err).toBe(0);
    expectMoved(stage);
  });

  test('moves a subnet, says that it did not, and shows it late has it put back', { timeout: 60_000 }, async ({
    stage,
  }) => {
    const { running, moving, front } = stage;
    running.setFault({ describeLagMs: 2000 });
    let moves = 0;
    const url = await front(async (action, _parameters, pass) => {
      if (action !== 'ReplaceNetworkAclAssociation' || ++moves > 1) return undefined;
      await pass();
      return 'UnauthorizedOperation';
    });

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    expect(err).toMatch(/is deleted again/);
    expectUntouched(stage);
  });

  test('has a subnet moved by somebody else meanwhile has that left as it is', { timeout: 60_000 }, async ({
    stage: { running, moving, subnets, front },
  }) => {
    const [second] = running.ec2.networkAcls().filter((acl) => acl.IsDefault);
    const url = await front(async (action) => {
      if (action !== 'CreateNetworkAcl') return;
      const AssociationId = aclOf(running.ec2, running.ec2.networkAclId)?.Associations[1]?.NetworkAclAssociationId;
      const NetworkAclId = second?.NetworkAclId;
      await running.client.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    });

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    expect(err).toContain(`${moving[1]} was moved by somebody else meanwhile, to ${second?.NetworkAclId}`);
    expect(madeIn(running.ec2)).toEqual([]);
    expect(subnets()).toEqual([moving[0]]);
    expect(subnetsOf(running.ec2, second?.NetworkAclId)).toEqual([moving[1]]);
  });

  test('refuses a rule has the copy deleted again', async ({ stage }) => {
    const { moving, front } = stage;
    const url = await front((action, parameters) =>
      action === 'CreateNetworkAclEntry' && parameters.get('RuleNumber') === '130'
        ? 'InvalidParameterValue'
        : undefined,
    );

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    expect(err).toContain('EC2 refuses a value: no (acl-');
    expectUntouched(stage);
  });

  test('gets a new rule in the original meanwhile has the copy deleted again', async ({ stage }) => {
    const { running, moving, front } = stage;
    const url = await front(async (action) => {
      if (action === 'CreateNetworkAcl') await running.create({ RuleNumber: 77 });
      return undefined;
    });

    const { code, err } = await runAcl(url, ['create', '--subnets', moving.join(','), '--yes']);

    expect(code).toBe(1);
    expect(err).toContain(`${running.ec2.networkAclId} has been changed meanwhile: run it again`);
    expectUntouched(stage);
  });

  test('loses the caller in the middle has what revert takes back', { timeout: 60_000 }, async ({ stage }) => {
    const { running, moving, front } = stage;
    let moves = 0;
    let kill: () => Promise<void> = async () => undefined;
    const url = await front(async (action) => {
      if (action === 'ReplaceNetworkAclAssociation' && ++moves === 2) await kill();
      return undefined;
    });

    const started = startAcl(url, ['create', '--subnets', moving.join(','), '--yes']);
    kill = started.kill;
    await started.ran;
    const id = madeIn(running.ec2)[0]?.NetworkAclId ?? '';
    const { code, err } = await runAcl(running.url, ['revert', id, '--yes']);

    expect(code, err).toBe(0);
    expectUntouched(stage);
  });
});

describe.concurrent('aism acl create refuses', () => {
  const refused = async (stage: AclStage, args: string[], env?: Record<string, string>) => {
    const { code, err } = await runAcl(stage.running.url, ['create', ...args, '--yes'], env);
    expect(code).toBe(1);
    expectUntouched(stage);
    return err;
  };

  test('what are no ids of subnets', async ({ stage }) => {
    expect(await refused(stage, ['--subnets', 'subnet-x,web'])).toBe(
      '--subnets takes ids like subnet-0123456789abcdef0, split by commas; not "subnet-x, web"\n',
    );
    expect(await refused(stage, ['--subnets', ','])).toContain('--subnets takes ids like');
  });

  test('a subnet that is not there', async ({ stage }) => {
    const { subnets } = stage;
    const err = await refused(stage, ['--subnets', `${subnets()[0]},subnet-0123456789abcdef0`]);

    expect(err).toBe('EC2 shows no subnet subnet-0123456789abcdef0 here: look at its id, the region and the account\n');
  });

  test('a Network ACL that has no room left', async ({ stage }) => {
    const { running, subnets } = stage;
    const err = await refused(stage, ['--subnets', subnets().join(','), '--quota', '9']);

    expect(err).toContain(`${running.ec2.networkAclId} has 9 inbound rules of at most 9, * included`);
    expect(await refused(stage, ['--subnets', subnets().join(','), '--quota', '50'])).toContain('"50" is no quota');
  });

  test('a role that may not be taken on', async ({ stage }) => {
    const { subnets } = stage;
    const place = ['--role-arn', 'arn:aws:iam::210987654321:role/forbidden'];

    expect(await refused(stage, ['--subnets', subnets().join(','), ...place])).toBe(
      "AISM cannot assume arn:aws:iam::210987654321:role/forbidden (AccessDenied): its trust policy must let AISM's role assume it, and AISM's role must be allowed sts:AssumeRole on it\n",
    );
  });

  test('to guess a region', async ({ stage }) => {
    const { subnets } = stage;
    const err = await refused(stage, ['--subnets', subnets().join(',')], {
      AWS_REGION: '',
      AWS_CONFIG_FILE: '/dev/null',
    });

    expect(err).toBe('the region is not known: name it with --region, or set AWS_REGION\n');
  });

  test('without the right to look', async ({ stage }) => {
    const { running, subnets } = stage;
    running.setFault({ errorRate: 1, code: 'UnauthorizedOperation' });

    expect(await refused(stage, ['--subnets', subnets().join(',')])).toBe(
      `our role may not do that: it lacks ec2:DescribeNetworkAcls (${subnets().join(', ')})\n`,
    );
  });

  test('subnets with different Network ACLs, and those that have one made so already', async ({
    stage: { running, subnets },
  }) => {
    const [first = '', second = ''] = subnets();
    await runAcl(running.url, ['create', '--subnets', first, '--yes']);
    const id = madeIn(running.ec2)[0]?.NetworkAclId ?? '';

    const both = await runAcl(running.url, ['create', '--subnets', `${first},${second}`, '--yes']);
    const again = await runAcl(running.url, ['create', '--subnets', first, '--yes']);

    expect([both.code, again.code]).toEqual([1, 1]);
    expect(both.err).toBe(
      `These subnets do not share one Network ACL. Run this once for each group:\n  ${first} has ${id}\n  ${second} has ${running.ec2.networkAclId}\n`,
    );
    expect(again.err).toContain(`${id} was made so already, in the place of ${running.ec2.networkAclId}`);
    expect(madeIn(running.ec2)).toHaveLength(1);
  });
});
