import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { networkAclAt } from '../support/places.ts';
import { spawnAism } from '../support/spawned.ts';
import { startWorld, type World } from '../support/world.ts';

const ROLE = 'arn:aws:iam::210987654321:role/external-ours';

let folder: string;
let world: World;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aism-targets-'));
  world = await startWorld();
});
afterEach(async () => {
  await world.end();
  rmSync(folder, { recursive: true });
});

/** `aism reconcile` in a process of its own, whose AWS SDK is led by the environment alone. */
async function reconcile(policy: string, env: Record<string, string> = {}) {
  const file = join(folder, 'aism.yml');
  writeFileSync(file, policy);
  const { facts } = world;
  const spawned = spawnAism(['reconcile', '--json'], {
    SLACK_BOT_TOKEN: facts.botToken,
    SLACK_SIGNING_SECRET: facts.signingSecret,
    SLACK_API_URL: facts.slack,
    AISM_CHANNEL: facts.channel,
    AISM_WEBHOOK_TOKENS: facts.webhookToken,
    AISM_TABLE: facts.table,
    AISM_MODE: 'live',
    AISM_CONFIG: file,
    AWS_REGION: facts.region,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_ENDPOINT_URL_EC2: facts.ec2,
    AWS_ENDPOINT_URL_STS: facts.sts,
    AWS_ENDPOINT_URL_DYNAMODB: facts.dynamodb,
    ...env,
  });
  let output = '';
  spawned.child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  const [code] = await once(spawned.child, 'close');
  return { code, output: output === '' ? undefined : JSON.parse(output), errors: spawned.errors() };
}

test('a process reaches the targets of its policy file in another region and account', async () => {
  await world.command('block 203.0.113.9 1h');
  const ireland = await networkAclAt(world.facts, { region: 'eu-west-1' });
  const partner = await networkAclAt(world.facts, { roleArn: 'arn:aws:iam::210987654321:role/any' });

  const { code, output, errors } = await reconcile(`targets:
  - { id: ${ireland}, region: eu-west-1 }
  - { id: ${partner}, roleArn: '${ROLE}', externalId: ours }
`);

  const changes = [{ kind: 'create', address: '203.0.113.9' }];
  expect(output, errors).toMatchObject({
    targets: [
      { target: ireland, kind: 'done', changes },
      { target: partner, kind: 'done', changes },
    ],
  });
  expect(code).toBe(0);
  const denying = (await world.state()).networkAcls.filter((acl) =>
    acl.Entries.some((entry) => entry.CidrBlock === '203.0.113.9/32' && entry.RuleAction === 'deny'),
  );
  expect(denying.map((acl) => acl.NetworkAclId).sort()).toEqual([world.facts.networkAclId, ireland, partner].sort());
});

test('a role without its external id is refused with the role, the other target is served', async () => {
  await world.command('block 203.0.113.9 1h');
  const ireland = await networkAclAt(world.facts, { region: 'eu-west-1' });

  const { code, output } = await reconcile(`targets:
  - { id: acl-0123456789abcdef0, roleArn: '${ROLE}' }
  - { id: ${ireland}, region: eu-west-1 }
`);

  expect(output.targets).toMatchObject([
    { kind: 'trouble', why: expect.stringContaining(`AISM cannot assume ${ROLE} (AccessDenied)`) },
    { kind: 'done', changes: [{ kind: 'create', address: '203.0.113.9' }] },
  ]);
  expect(code).toBe(1);
});

test('targets in two places are one too many', async () => {
  const { code, errors } = await reconcile('targets: [{ id: acl-0123456789abcdef0 }]\n', {
    AISM_NETWORK_ACLS: world.facts.networkAclId,
  });

  expect(code).toBe(1);
  expect(errors).toContain('AISM_NETWORK_ACLS and the targets of the policy file are both given');
});
