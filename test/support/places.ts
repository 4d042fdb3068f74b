import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';

const OWN_KEY = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** A client of the sandbox's EC2 in another region, or as a role in another account. */
export function clientAt(facts: SandboxFacts, place: { region?: string; roleArn?: string }): EC2Client {
  const { region = facts.region, roleArn } = place;
  const clientConfig = { endpoint: facts.sts, region };
  const credentials = roleArn
    ? fromTemporaryCredentials({ params: { RoleArn: roleArn }, masterCredentials: OWN_KEY, clientConfig })
    : OWN_KEY;
  return new EC2Client({ endpoint: facts.ec2, region, credentials, maxAttempts: 1 });
}

/** The Network ACL of the subnets there. */
export async function networkAclAt(facts: SandboxFacts, place: { region?: string; roleArn?: string }): Promise<string> {
  const client = clientAt(facts, place);
  const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({}));
  client.destroy();
  return NetworkAcls.find((acl) => acl.Associations?.length)?.NetworkAclId ?? '';
}
