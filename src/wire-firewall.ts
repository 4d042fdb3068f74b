import { EC2Client } from '@aws-sdk/client-ec2';
import type { Config } from './config.ts';
import type { Target } from './decision/targets.ts';
import { assumeRole } from './firewall/assume-role.ts';
import { attackedTargets } from './firewall/attacked.ts';
import { discoverGuard } from './firewall/discover-guard.ts';
import type { Ec2Account } from './firewall/ec2-account.ts';
import type { Firewall, Placement } from './firewall/firewall.ts';
import { networkAclFirewall } from './firewall/network-acl.ts';
import { routingFirewall } from './firewall/routing-firewall.ts';
import { shadowFirewall } from './firewall/shadow.ts';
import type { GuardSource } from './response/deps.ts';

/** Endpoints and credentials; left out, the AWS SDK's own environment counts. */
export interface AwsWiring {
  region: string;
  /** Of EC2 and of STS. */
  ec2: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** One EC2 call, its repetitions included, ends before the lease does. Milliseconds. */
const CONNECT_MS = 1500;
const ANSWER_MS = 3000;
const EC2_TRIES = 3;
const STS_TRIES = 2;

/** All that talks to EC2. */
export interface WiredFirewall {
  firewall: Firewall;
  guardSource: GuardSource;
  /** undefined: every block goes to every target. */
  placement: Placement | undefined;
  /** The longest that one call may take. Milliseconds. */
  callMs: number;
  destroy(): void;
}

/** One client for each account and region, so that none waits for another. */
export function wireFirewall(
  config: Pick<Config, 'targets' | 'mode' | 'policy'>,
  aws: AwsWiring | undefined,
  now: () => number,
): WiredFirewall {
  const accounts = openAccounts(config.targets, aws);
  const routes = accounts.flatMap(({ client, targets }) => {
    const firewall = networkAclFirewall(client);
    return targets.map((target) => [target, firewall] as const);
  });
  const networkAcls = routingFirewall(new Map(routes));
  const hasRoles = config.targets.some((target) => target.roleArn !== undefined);
  return {
    firewall: config.mode === 'shadow' ? shadowFirewall(networkAcls) : networkAcls,
    guardSource: { discover: () => discoverGuard(accounts) },
    placement: config.policy.placement === 'attacked' ? attackedTargets(accounts, now) : undefined,
    callMs: ANSWER_MS * (EC2_TRIES + (hasRoles ? STS_TRIES : 0)),
    destroy() {
      for (const { client } of accounts) client.destroy();
    },
  };
}

function openAccounts(targets: readonly Target[], aws: AwsWiring | undefined): Ec2Account[] {
  const placed = targets.map((target) => ({ ...target, region: target.region ?? aws?.region }));
  const groups = Map.groupBy(placed, ({ region, roleArn, externalId }) =>
    JSON.stringify([region, roleArn, externalId]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ name: nameOf(first), client: openClient(first, aws), targets: group.map(({ id }) => id) }] : [];
  });
}

function nameOf({ region = 'the default region', roleArn }: Target): string {
  return roleArn === undefined ? region : `${region} as ${roleArn}`;
}

function openClient({ region, roleArn, externalId }: Target, aws: AwsWiring | undefined): EC2Client {
  const own = aws ? { credentials: aws.credentials } : {};
  const server = aws ? { endpoint: aws.ec2 } : {};
  const role =
    roleArn === undefined
      ? own
      : { credentials: assumeRole({ roleArn, externalId }, { ...server, ...own, maxAttempts: STS_TRIES }) };
  return new EC2Client({
    ...(region === undefined ? {} : { region }),
    ...server,
    ...role,
    maxAttempts: EC2_TRIES,
    // Of throttled calls a third, `adaptive` held back for seconds what `standard` had done after a quarter of one.
    retryMode: 'standard',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  });
}
