import type { Account, NetworkInterface } from './account.ts';
import { describe } from './describe.ts';
import { networkInterfaceKind } from './resource-id.ts';
import type { Xml } from './xml.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export const describeNetworkInterfaces = describe<NetworkInterface>({
  kind: networkInterfaceKind,
  idParameter: 'NetworkInterfaceId',
  setElement: 'networkInterfaceSet',
  idOf: (one) => one.networkInterfaceId,
  all: ({ store }) => store.account.interfaces,
  filters: ({ store, region }) => ({
    'addresses.association.public-ip': (one) => [one.publicIp],
    'addresses.private-ip-address': (one) => [one.privateIpAddress],
    'association.public-ip': (one) => [one.publicIp],
    'attachment.instance-id': (one) => [one.instanceId],
    'availability-zone': (one) => [zoneOf(one, store.account, region)],
    description: (one) => [one.description],
    'interface-type': (one) => [one.type],
    'ipv6-addresses.ipv6-address': (one) => [one.ipv6Address],
    'network-interface-id': (one) => [one.networkInterfaceId],
    'owner-id': () => [store.account.ownerId],
    'private-ip-address': (one) => [one.privateIpAddress],
    'requester-managed': (one) => [one.type !== 'interface'],
    status: () => ['in-use'],
    'subnet-id': (one) => [one.subnetId],
    'vpc-id': () => [store.account.vpcId],
  }),
  tags: () => [],
  xml: (one, { store, region }) => networkInterfaceXml(one, store.account, region),
});

function networkInterfaceXml(one: NetworkInterface, account: Account, region: string): Xml {
  const association = { publicIp: one.publicIp, ipOwnerId: one.instanceId === undefined ? account.ownerId : 'amazon' };
  return {
    networkInterfaceId: one.networkInterfaceId,
    subnetId: one.subnetId,
    vpcId: account.vpcId,
    availabilityZone: zoneOf(one, account, region),
    description: one.description,
    ownerId: account.ownerId,
    requesterManaged: one.type !== 'interface',
    status: 'in-use',
    privateIpAddress: one.privateIpAddress,
    sourceDestCheck: one.type === 'interface',
    groupSet: [],
    attachment: {
      attachmentId: one.networkInterfaceId.replace('eni-', 'eni-attach-'),
      instanceId: one.instanceId,
      deviceIndex: one.type === 'interface' ? 0 : 1,
      status: 'attached',
      deleteOnTermination: one.type === 'interface',
    },
    association,
    tagSet: [],
    privateIpAddressesSet: [{ privateIpAddress: one.privateIpAddress, primary: true, association }],
    ipv6AddressesSet: one.ipv6Address === undefined ? [] : [{ ipv6Address: one.ipv6Address }],
    interfaceType: one.type,
  };
}

function zoneOf(one: NetworkInterface, account: Account, region: string): string | undefined {
  const subnet = account.subnets.find((candidate) => candidate.subnetId === one.subnetId);
  return subnet && region + subnet.zone;
}
