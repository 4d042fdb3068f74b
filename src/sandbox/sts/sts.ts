import type { Caller } from '../ec2/caller.ts';
import { Ec2Error } from '../ec2/errors.ts';
import type { Answer } from '../ec2/http.ts';
import type { Parameters } from '../ec2/parameters.ts';
import { element, type Xml } from '../ec2/xml.ts';
import { assumeRole } from './assume-role.ts';
import type { Session } from './session.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Performs a call of STS, version 2011-06-15: AssumeRole or GetCallerIdentity. `add` keeps a key that is given out. */
export function performSts(
  parameters: Parameters,
  requestId: string,
  context: { caller: Caller; now: number; add(session: Session): void },
): Answer {
  const name = parameters.text('Action') ?? '';
  const { caller, now, add } = context;
  if (name === 'GetCallerIdentity') {
    return success(name, requestId, { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId });
  }
  if (name !== 'AssumeRole') {
    const version = parameters.text('Version') ?? '';
    throw new Ec2Error('InvalidAction', `Could not find operation ${name} for version ${version}`);
  }
  const session = assumeRole(parameters, caller, now);
  add(session);
  return success(name, requestId, {
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.arn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expires).toISOString().replace(/\.\d+Z/, 'Z'),
    },
  });
}

/** STS's own form of a refusal, and its own words for what EC2 says of a key. */
export function stsRefusal(error: Ec2Error, requestId: string): Answer {
  const { code, message, status } = refusals.get(error.code) ?? error;
  const body = {
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: requestId,
  };
  return { status, xml: inNamespace('ErrorResponse', body) };
}

const refusals = new Map([
  [
    'AuthFailure',
    { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.', status: 403 },
  ],
  [
    'RequestExpired',
    { code: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 },
  ],
]);

function success(action: string, requestId: string, result: Record<string, Xml>): Answer {
  const body = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return { status: 200, xml: inNamespace(`${action}Response`, body) };
}

function inNamespace(name: string, body: Xml): string {
  return element(name, body).replace(`<${name}>`, `<${name} xmlns="${namespace}">`);
}
