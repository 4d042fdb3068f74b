import { FirewallError, type Trouble } from './firewall.ts';

/** The longest that is passed on of EC2's own words. */
const LONGEST = 200;

const TROUBLES: Record<string, [Trouble, string]> = {
  RequestLimitExceeded: ['throttled', 'EC2 throttles our calls'],
  Throttling: ['throttled', 'EC2 throttles our calls'],
  UnauthorizedOperation: ['forbidden', 'our role may not do that'],
  AuthFailure: ['forbidden', 'EC2 does not accept our credentials'],
  'InvalidNetworkAclID.NotFound': ['lost', 'there is no such Network ACL any more'],
  'InvalidNetworkAclId.Malformed': ['lost', 'that is no id of a Network ACL'],
  TimeoutError: ['unavailable', 'EC2 did not answer in time'],
  CredentialsProviderError: ['forbidden', 'there are no AWS credentials'],
  NetworkAclLimitExceeded: ['unavailable', 'the VPC has as many Network ACLs as it may have'],
  NetworkAclEntryLimitExceeded: ['unavailable', 'the account allows fewer rules in a Network ACL'],
};

/** Makes a FirewallError of what a call to EC2 throws. `place` is what the call is about, `right` what it needs. */
export async function translate<T>(place: string, right: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof FirewallError) throw error;
    const [trouble, what] = troubleOf(error);
    const lacks = error instanceof Error && error.name === 'UnauthorizedOperation' ? `: it lacks ${right}` : '';
    throw new FirewallError(trouble, `${what}${lacks} (${place})`, { cause: error });
  }
}

function troubleOf(error: unknown): [Trouble, string] {
  if (!(error instanceof Error)) return ['unavailable', 'EC2 did not answer well (unknown error)'];
  if (error.name === 'InvalidParameterValue')
    return ['unavailable', `EC2 refuses a value: ${shortened(error.message)}`];
  return TROUBLES[error.name] ?? ['unavailable', `EC2 did not answer well (${error.name})`];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
