import { Ec2Error, invalidValue } from './errors.ts';
import type { Parameters } from './parameters.ts';

/** One page of a Describe action, and what to ask for to get the next. */
export interface Page<T> {
  items: T[];
  nextToken: string | undefined;
}

/**
 * Cuts what was found into pages by MaxResults and NextToken. `idList` is given when the request names ids: the name of
 * their list in the complaint, since ids and MaxResults together are refused. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
 */
export function cutPage<T>(found: readonly T[], parameters: Parameters, idList: string | undefined): Page<T> {
  const most = parameters.integer('MaxResults');
  if (most !== undefined && idList !== undefined) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      `The parameter ${idList} cannot be used with the parameter maxResults`,
    );
  }
  if (most !== undefined && (most < 5 || most > 1000)) {
    const expected = most < 5 ? 'greater than 5' : 'less than 1000';
    throw invalidValue(`Value ( ${most} ) for parameter maxResults is invalid. Expecting a value ${expected}.`);
  }
  const start = readToken(parameters.text('NextToken'));
  const end = most === undefined ? found.length : start + most;
  return { items: found.slice(start, end), nextToken: end < found.length ? writeToken(end) : undefined };
}

function writeToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url');
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = /^from (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) {
    throw invalidValue(`Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`);
  }
  return Number(offset);
}
