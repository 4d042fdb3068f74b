import { Ec2Error } from './errors.ts';

/** A kind of resource: how its ids begin, and its name in EC2's complaints (`The networkAcl ID 'acl-...' does not exist`). */
export interface ResourceKind {
  prefix: string;
  noun: string;
}

export const networkAclKind: ResourceKind = { prefix: 'acl', noun: 'networkAcl' };
export const vpcKind: ResourceKind = { prefix: 'vpc', noun: 'vpc' };
export const subnetKind: ResourceKind = { prefix: 'subnet', noun: 'subnet' };
export const networkInterfaceKind: ResourceKind = { prefix: 'eni', noun: 'networkInterface' };

/** Refuses an id that does not have the kind's prefix and 8 or 17 hexadecimal digits. */
export function checkId(kind: ResourceKind, id: string): string {
  if (new RegExp(`^${kind.prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return id;
  throw new Ec2Error(`Invalid${capitalised(kind.noun)}Id.Malformed`, `The ${kind.noun} ID ${id} is malformed`);
}

/** The resource with this id, or EC2's complaint that there is none. */
export function findById<T>(kind: ResourceKind, resources: readonly T[], idOf: (resource: T) => string, id: string): T {
  checkId(kind, id);
  const found = resources.find((resource) => idOf(resource) === id);
  if (found !== undefined) return found;
  throw new Ec2Error(`Invalid${capitalised(kind.noun)}ID.NotFound`, `The ${kind.noun} ID '${id}' does not exist`);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
