import type { Caller } from '../ec2/caller.ts';
import { Ec2Error } from '../ec2/errors.ts';
import type { Parameters } from '../ec2/parameters.ts';
import { newSession, type Session } from './session.ts';

/**
 * What AssumeRole gives out. The sandbox has every role but those that are named `forbidden`; one named `external-<id>` asks
 * for that ExternalId. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(parameters: Parameters, caller: Caller, now: number): Session {
  const arn = member(parameters, 'RoleArn', { least: 20, most: 2048 });
  const sessionName = member(parameters, 'RoleSessionName', { least: 2, most: 64, form: /^[\w+=,.@-]*$/ });
  const externalId = parameters.text('ExternalId');
  if (externalId !== undefined) member(parameters, 'ExternalId', { least: 2, most: 1224, form: /^[\w+=,.@:/-]*$/ });
  const seconds = readDuration(parameters, caller);
  const role = roleForm.exec(arn)?.groups;
  if (role === undefined) throw new Ec2Error('ValidationError', `${arn} is invalid`);
  const { partition = '', accountId = '', name = '' } = role;
  const wanted = /^external-(.+)$/.exec(name)?.[1];
  if (name === 'forbidden' || (wanted !== undefined && wanted !== externalId)) {
    const what = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new Ec2Error('AccessDenied', what, 403);
  }
  return newSession({ partition, accountId, name }, sessionName, now + seconds * 1000);
}

const roleForm =
  /^arn:(?<partition>aws[a-z-]*):iam::(?<accountId>\d{12}):role\/(?:[!-~]+\/)?(?<name>[\w+=,.@-]{1,64})$/;

/** Roles may last 12 hours; a role that takes on another one lasts one at most. Seconds. */
function readDuration(parameters: Parameters, caller: Caller): number {
  const text = parameters.text('DurationSeconds') ?? '3600';
  const seconds = Number(text);
  if (!/^\d{1,9}$/.test(text) || seconds < 900 || seconds > 43_200) {
    const bound = seconds < 900 ? 'greater than or equal to 900' : 'less than or equal to 43200';
    throw violated(text, 'DurationSeconds', `Member must have value ${bound}`);
  }
  if (caller.isSession && seconds > 3600) {
    const what = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining';
    throw new Ec2Error('ValidationError', what);
  }
  return seconds;
}

function member(parameters: Parameters, name: string, form: { least: number; most: number; form?: RegExp }): string {
  const text = parameters.text(name) ?? '';
  if (parameters.text(name) === undefined) {
    const what = `1 validation error detected: Value null at '${lower(name)}' failed to satisfy constraint: Member must not be null`;
    throw new Ec2Error('ValidationError', what);
  }
  if (text.length < form.least) {
    throw violated(text, name, `Member must have length greater than or equal to ${form.least}`);
  }
  if (text.length > form.most) throw violated(text, name, `Member must have length less than or equal to ${form.most}`);
  if (form.form?.test(text) === false) {
    throw violated(text, name, `Member must satisfy regular expression pattern: ${form.form.source.slice(1, -1)}`);
  }
  return text;
}

function violated(value: string, name: string, constraint: string): Ec2Error {
  const where = `Value '${value}' at '${lower(name)}' failed to satisfy constraint`;
  return new Ec2Error('ValidationError', `1 validation error detected: ${where}: ${constraint}`);
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
