import { Ec2Error } from './errors.ts';

/**
 * A kind of resource: how its ids begin, and its name in EC2's complaints (`The networkAcl ID 'acl-...' does not exist`).
 * `codes` are those of the two complaints, where they do not come of the name.
 */
export interface ResourceKind {
  prefix: string;
  noun: string;
  codes?: { malformed: string; notFound: string };
}

export const networkAclKind: ResourceKind = { prefix: 'acl', noun: 'networkAcl' };
export const vpcKind: ResourceKind = { prefix: 'vpc', noun: 'vpc' };
export const subnetKind: ResourceKind = { prefix: 'subnet', noun: 'subnet' };
export const networkInterfaceKind: ResourceKind = { prefix: 'eni', noun: 'networkInterface' };
export const associationKind: ResourceKind = { prefix: 'aclassoc', noun: 'association' };
export const allocationKind: ResourceKind = { prefix: 'eipalloc', noun: 'allocation' };
export const natGatewayKind: ResourceKind = {
  prefix: 'nat',
  noun: 'NatGateway',
  codes: { malformed: 'NatGatewayMalformed', notFound: 'NatGatewayNotFound' },
};

/** Refuses an id that does not have the kind's prefix and 8 or 17 hexadecimal digits. */
export function checkId(kind: ResourceKind, id: string): string {
  if (new RegExp(`^${kind.prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return id;
  const code = kind.codes?.malformed ?? `Invalid${capitalised(kind.noun)}Id.Malformed`;
  throw new Ec2Error(code, `The ${kind.noun} ID ${id} is malformed`);
}

/** The resource with this id, or EC2's complaint that there is none. */
export function findById<T>(kind: ResourceKind, resources: readonly T[], idOf: (resource: T) => string, id: string): T {
  checkId(kind, id);
  const found = resources.find((resource) => idOf(resource) === id);
  if (found !== undefined) return found;
  const code = kind.codes?.notFound ?? `Invalid${capitalised(kind.noun)}ID.NotFound`;
  throw new Ec2Error(code, `The ${kind.noun} ID '${id}' does not exist`);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
