import { EC2Client } from '@aws-sdk/client-ec2';
import { assumeRole } from './assume-role.ts';

/** Which EC2 a command works with; what is left out comes from where the AWS SDK finds it. */
export interface Ec2Place {
  region?: string;
  roleArn?: string;
  externalId?: string;
}

/** A command has time: a throttle is waited out for longer than the bot could. */
const TRIES = 8;
const CONNECT_MS = 3000;
const ANSWER_MS = 10_000;

/** Opens EC2 in a region, with a role if one is named. Throws an Error when no region is known. */
export async function openEc2({
  region,
  roleArn,
  externalId,
}: Ec2Place): Promise<{ client: EC2Client; region: string }> {
  const client = new EC2Client({
    ...(region ? { region } : {}),
    ...(roleArn ? { credentials: assumeRole({ roleArn, externalId }, { maxAttempts: TRIES }) } : {}),
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  });
  const known = await client.config.region().catch(() => undefined);
  if (!known) throw new Error('the region is not known: name it with --region, or set AWS_REGION');
  return { client, region: known };
}
