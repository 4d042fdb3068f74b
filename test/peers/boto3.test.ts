import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEc2, startEc2 } from '../support/sandbox-ec2.ts';

const run = promisify(execFile);

let running: RunningEc2;
beforeAll(async () => {
  running = await startEc2();
});
afterAll(() => running.close());

const python = ['/usr/bin/python3', 'python3'].find((one) => spawnSync(one, ['-c', 'import boto3']).status === 0);
if (python === undefined) console.log('SKIPPED: boto3 is missing (Debian: apt-get install python3-boto3)');

const cli = ['/usr/bin/aws', 'aws'].find((one) => spawnSync(one, ['--version']).status === 0);
if (cli === undefined) console.log('SKIPPED: the AWS CLI is missing (Debian: apt-get install awscli)');

describe('boto3', () => {
  test.skipIf(python === undefined)('uses the sandbox EC2 as it uses that of AWS', async () => {
    const script = fileURLToPath(new URL('boto3-ec2.py', import.meta.url));

    const { stdout } = await run(python ?? '', [script, running.url, running.ec2.networkAclId]);
    expect(stdout).toMatch(/^\d\d checks\n$/);
  });
});

describe('the AWS CLI', () => {
  const environment = ['AWS_ACCESS_KEY_ID=sandbox', 'AWS_SECRET_ACCESS_KEY=sandbox', 'AWS_DEFAULT_REGION=eu-central-1'];
  async function ec2(...args: string[]): Promise<string> {
    const command = [cli ?? '', '--endpoint-url', running.url, 'ec2', ...args];
    return (await run('env', [...environment, ...command])).stdout;
  }
  const rules = () =>
    ec2(
      'describe-network-acls',
      '--network-acl-ids',
      running.ec2.networkAclId,
      '--query',
      'NetworkAcls[0].Entries[?RuleNumber<`100`].[RuleNumber,Protocol,CidrBlock,PortRange.From]',
      '--output',
      'text',
    );

  test.skipIf(cli === undefined)(
    'creates, replaces, lists and deletes a rule, and hears the error of EC2',
    async () => {
      const acl = ['--network-acl-id', running.ec2.networkAclId, '--rule-number', '12', '--ingress'];

      await ec2('create-network-acl-entry', ...acl, ...words('--protocol tcp --port-range From=22,To=22'), ...deny);
      expect(await rules()).toBe('12\t6\t203.0.113.9/32\t22\n');
      await ec2('replace-network-acl-entry', ...acl, '--protocol', 'all', ...deny);
      expect(await rules()).toBe('12\t-1\t203.0.113.9/32\tNone\n');
      await expect(ec2('create-network-acl-entry', ...acl, '--protocol', 'all', ...deny)).rejects.toMatchObject({
        stderr: expect.stringMatching(
          /\(NetworkAclEntryAlreadyExists\).*: The network acl entry identified by 12 already/,
        ),
      });
      await ec2('delete-network-acl-entry', ...acl);
      expect((await rules()).trim()).toBe('');
    },
  );

  const deny = words('--rule-action deny --cidr-block 203.0.113.9/32');
  function words(text: string): string[] {
    return text.split(' ');
  }
});
