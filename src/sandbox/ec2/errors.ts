/**
 * A refusal in EC2's own words: `code` and message go into the answer's XML, `status` is its HTTP status.
 * Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. The texts are those that
 * people quote from the real service, as far as they could be found.
 */
export class Ec2Error extends Error {
  override readonly name = 'Ec2Error';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number = statusOf.get(code) ?? 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A refusal for no reason that lies in the request: too many requests, a failing server, or a code set on purpose. */
export function serverError(code: string): Ec2Error {
  return new Ec2Error(code, serverMessages.get(code) ?? 'The sandbox was told to answer so.');
}

export function missingParameter(name: string): Ec2Error {
  return new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
}

export function invalidValue(message: string): Ec2Error {
  return new Ec2Error('InvalidParameterValue', message);
}

/** All codes that are not here are client errors, 400. */
const statusOf = new Map([
  ['AuthFailure', 401],
  ['UnauthorizedOperation', 403],
  ['MissingAuthenticationToken', 403],
  ['DryRunOperation', 412],
  ['InternalError', 500],
  ['InternalFailure', 500],
  ['RequestLimitExceeded', 503],
  ['ServiceUnavailable', 503],
  ['Unavailable', 503],
]);

const serverMessages = new Map([
  ['RequestLimitExceeded', 'Request limit exceeded.'],
  ['InternalError', 'An internal error has occurred'],
  ['Unavailable', 'The service is unavailable. Please try again shortly.'],
  ['ServiceUnavailable', 'The service is unavailable. Please try again shortly.'],
  ['UnauthorizedOperation', 'You are not authorized to perform this operation.'],
  ['Throttling', 'Rate exceeded'],
  [
    'MissingAuthenticationToken',
    'The request must contain either a valid (registered) AWS access key ID or X.509 certificate.',
  ],
  ['AuthFailure', 'AWS was not able to validate the provided access credentials'],
]);
