import { type Account, derivedId, publicAddress } from './account.ts';
import type { Request } from './action.ts';
import { describe } from './describe.ts';
import { Ec2Error } from './errors.ts';
import { allocationKind } from './resource-id.ts';

/** An Elastic IP address. */
export interface ElasticIp {
  allocationId: string;
  publicIp: string;
  associationId?: string;
  networkInterfaceId?: string;
  privateIpAddress?: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html: by allocations or by addresses. */
export const describeAddresses = describe<ElasticIp>({
  kind: allocationKind,
  idParameter: 'AllocationId',
  setElement: 'addressesSet',
  idOf: (one) => one.allocationId,
  all: asked,
  filters: ({ store, region }) => ({
    'allocation-id': (one) => [one.allocationId],
    'association-id': (one) => [one.associationId],
    'network-border-group': () => [region],
    'network-interface-id': (one) => [one.networkInterfaceId],
    'network-interface-owner-id': (one) => [one.networkInterfaceId && store.account.ownerId],
    'private-ip-address': (one) => [one.privateIpAddress],
    'public-ip': (one) => [one.publicIp],
  }),
  tags: () => [],
  xml: (one, { store, region }) => ({
    publicIp: one.publicIp,
    allocationId: one.allocationId,
    associationId: one.associationId,
    domain: 'vpc',
    networkInterfaceId: one.networkInterfaceId,
    networkInterfaceOwnerId: one.networkInterfaceId && store.account.ownerId,
    privateIpAddress: one.privateIpAddress,
    tagSet: [],
    publicIpv4Pool: 'amazon',
    networkBorderGroup: region,
  }),
});

/** That of the NAT gateway, and one that is kept and not used. The addresses of the instances are AWS's, not Elastic IPs. */
export function elasticIps(account: Account): ElasticIp[] {
  const used = account.interfaces
    .filter((one) => one.instanceId === undefined)
    .map(({ networkInterfaceId, publicIp, privateIpAddress }) => ({
      allocationId: derivedId('eipalloc', networkInterfaceId),
      associationId: derivedId('eipassoc', networkInterfaceId),
      publicIp,
      networkInterfaceId,
      privateIpAddress,
    }));
  return [...used, { allocationId: derivedId('eipalloc', account.vpcId), publicIp: publicAddress(account.nth, 4) }];
}

function asked({ parameters, store }: Request): ElasticIp[] {
  const all = elasticIps(store.account);
  const wanted = parameters.list('PublicIp');
  for (const publicIp of wanted) {
    if (all.some((one) => one.publicIp === publicIp)) continue;
    throw new Ec2Error('InvalidAddress.NotFound', `Address '${publicIp}' not found.`);
  }
  return all.filter((one) => wanted.length === 0 || wanted.includes(one.publicIp));
}
