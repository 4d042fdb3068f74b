import type { EC2Client } from '@aws-sdk/client-ec2';

/** One region of one account, as one role sees it, and the targets that are there. */
export interface Ec2Account {
  /** For messages: `eu-west-1 as arn:aws:iam::123456789012:role/aism`. */
  name: string;
  client: EC2Client;
  targets: readonly string[];
}
