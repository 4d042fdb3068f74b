import type { EC2ClientConfig } from '@aws-sdk/client-ec2';
import { FirewallError, type Trouble } from './firewall.ts';

/** What the IAM policy must allow for targets with a role. serverless.yml is checked against it. */
export const ASSUME_ROLE_ACTIONS = ['sts:AssumeRole'] as const;

/** How AISM's sessions are named in the other account's CloudTrail. */
const SESSION_NAME = 'aism';

/** Answers of STS that a person must mend (API_AssumeRole and "Common Errors"), each with what to do. */
const REFUSALS: Record<string, string> = {
  AccessDenied: "its trust policy must let AISM's role assume it, and AISM's role must be allowed sts:AssumeRole on it",
  CredentialsProviderError: 'AISM has no credentials of its own to do it with',
  ExpiredToken: "AISM's own credentials have expired",
  ExpiredTokenException: "AISM's own credentials have expired",
  InvalidClientTokenId: "STS does not accept AISM's own credentials",
  RegionDisabledException: 'STS is not activated in this region of that account',
  SignatureDoesNotMatch: "STS does not accept AISM's own credentials",
  ValidationError: 'STS does not accept its ARN or its externalId',
};

const THROTTLES = new Set(['Throttling', 'ThrottlingException', 'RequestLimitExceeded']);

/** Who asks STS, and where; left out, the AWS SDK's own environment counts. */
export interface StsOptions {
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
}

/**
 * Credentials of a role, for the client of one account: asked of STS when they are needed, with that client's region and
 * time-outs, and kept by it until they end. Throws FirewallError that names the role.
 */
export function assumeRole(
  role: { roleArn: string; externalId: string | undefined },
  options: StsOptions,
): NonNullable<EC2ClientConfig['credentials']> {
  const { credentials, ...clientConfig } = options;
  type Provider = Extract<EC2ClientConfig['credentials'], (...input: never[]) => unknown>;
  let provider: Provider | undefined;
  return async (client) => {
    try {
      if (!provider) {
        const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
        provider = fromTemporaryCredentials({
          params: {
            RoleArn: role.roleArn,
            RoleSessionName: SESSION_NAME,
            ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
          },
          clientConfig,
          ...(credentials ? { masterCredentials: credentials } : {}),
        });
      }
      return await provider(client);
    } catch (error) {
      throw refusalOf(role.roleArn, error);
    }
  };
}

function refusalOf(roleArn: string, error: unknown): FirewallError {
  const [trouble, why] = troubleOf(roleArn, error instanceof Error ? error.name : 'unknown error');
  return new FirewallError(trouble, why, { cause: error });
}

function troubleOf(roleArn: string, name: string): [Trouble, string] {
  const refusal = REFUSALS[name];
  if (refusal) return ['forbidden', `AISM cannot assume ${roleArn} (${name}): ${refusal}`];
  if (THROTTLES.has(name)) return ['throttled', `STS throttles our calls for ${roleArn}`];
  if (name === 'TimeoutError') return ['unavailable', `STS did not answer in time for ${roleArn}`];
  return ['unavailable', `STS did not answer well for ${roleArn} (${name})`];
}
