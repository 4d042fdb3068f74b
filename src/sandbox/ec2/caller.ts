import type { IncomingMessage } from 'node:http';
import type { Session } from '../sts/session.ts';
import { ownAccountId } from './account.ts';
import { Ec2Error, serverError } from './errors.ts';

/** What a signature says of its request. Signature Version 4: `Credential=AKIA.../20260102/eu-central-1/ec2/aws4_request` */
export interface Signature {
  accessKeyId: string;
  region: string | undefined;
  service: string | undefined;
  sessionToken: string | undefined;
}

/** Who calls: the sandbox's own user, or who took on a role. */
export interface Caller {
  accountId: string;
  userId: string;
  arn: string;
  isSession: boolean;
}

/** Reads the signature from the header or from a presigned URL; undefined when nobody signed. It is not verified. */
export function readSignature(req: IncomingMessage): Signature | undefined {
  // By hand: a request line may hold anything, and an URL that is none throws.
  const query = new URLSearchParams((req.url ?? '').split('?')[1] ?? '');
  const header = req.headers.authorization;
  const isPresigned = query.has('X-Amz-Signature') || query.has('Signature');
  if (header === undefined && !isPresigned) return undefined;
  const scope = /\bCredential=([^,\s]+)/.exec(header ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? '';
  const [accessKeyId = '', , region, service] = scope.split('/');
  const sessionToken = req.headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined;
  return { accessKeyId, region, service, sessionToken: sessionToken?.toString() };
}

/**
 * Whose key that is. Any key is believed to be the own account's, except one that looks like a session's (`ASIA...`): that
 * one must have been given out, with its token, and not be over.
 */
export function callerOf(
  { accessKeyId, sessionToken }: Signature,
  find: (accessKeyId: string) => Session | undefined,
  now: number,
): Caller {
  if (!accessKeyId.startsWith('ASIA')) {
    const arn = `arn:aws:iam::${ownAccountId}:user/sandbox`;
    return { accountId: ownAccountId, userId: 'AIDASANDBOX0SANDBOX0', arn, isSession: false };
  }
  const session = find(accessKeyId);
  if (session === undefined || session.sessionToken !== sessionToken) throw serverError('AuthFailure');
  if (session.expires <= now) throw new Ec2Error('RequestExpired', 'Request has expired.');
  const { accountId, assumedRoleId, arn } = session;
  return { accountId, userId: assumedRoleId, arn, isSession: true };
}

/** Refuses a region that has no region's form. */
export function checkRegion(region: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region)) return region;
  throw serverError('AuthFailure');
}
