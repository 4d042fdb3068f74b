import { type Account, derivedId, type Subnet, vpcCidrBlock, vpcIpv6CidrBlock } from './account.ts';
import { describe } from './describe.ts';
import { subnetKind, vpcKind } from './resource-id.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = describe<Account>({
  kind: vpcKind,
  idParameter: 'VpcId',
  setElement: 'vpcSet',
  idOf: (account) => account.vpcId,
  all: ({ store }) => [store.account],
  filters: () => ({
    cidr: () => [vpcCidrBlock],
    'cidr-block-association.cidr-block': () => [vpcCidrBlock],
    'ipv6-cidr-block-association.ipv6-cidr-block': (account) => [vpcIpv6CidrBlock(account)],
    'is-default': () => [false],
    'owner-id': (account) => [account.ownerId],
    state: () => ['available'],
    'vpc-id': (account) => [account.vpcId],
  }),
  tags: () => [nameTag],
  xml: (account) => ({
    vpcId: account.vpcId,
    ownerId: account.ownerId,
    state: 'available',
    cidrBlock: vpcCidrBlock,
    cidrBlockAssociationSet: [
      {
        cidrBlock: vpcCidrBlock,
        associationId: derivedId('vpc-cidr-assoc', account.vpcId),
        cidrBlockState: { state: 'associated' },
      },
    ],
    ipv6CidrBlockAssociationSet: [
      {
        ipv6CidrBlock: vpcIpv6CidrBlock(account),
        associationId: derivedId('vpc-cidr-assoc', account.vpcId, '6'),
        ipv6CidrBlockState: { state: 'associated' },
      },
    ],
    instanceTenancy: 'default',
    isDefault: false,
    tagSet: [{ key: nameTag.Key, value: nameTag.Value }],
  }),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export const describeSubnets = describe<Subnet>({
  kind: subnetKind,
  idParameter: 'SubnetId',
  setElement: 'subnetSet',
  idOf: (subnet) => subnet.subnetId,
  all: ({ store }) => store.account.subnets,
  filters: ({ store, region }) => ({
    'availability-zone': (subnet) => [region + subnet.zone],
    cidr: (subnet) => [subnet.cidrBlock],
    'cidr-block': (subnet) => [subnet.cidrBlock],
    'default-for-az': () => [false],
    'ipv6-cidr-block-association.ipv6-cidr-block': (subnet) => [subnet.ipv6CidrBlock],
    'owner-id': () => [store.account.ownerId],
    state: () => ['available'],
    'subnet-id': (subnet) => [subnet.subnetId],
    'vpc-id': () => [store.account.vpcId],
  }),
  tags: () => [],
  xml: (subnet, { store, region }) => ({
    subnetId: subnet.subnetId,
    subnetArn: `arn:aws:ec2:${region}:${store.account.ownerId}:subnet/${subnet.subnetId}`,
    state: 'available',
    ownerId: store.account.ownerId,
    vpcId: store.account.vpcId,
    cidrBlock: subnet.cidrBlock,
    ipv6CidrBlockAssociationSet: [
      {
        ipv6CidrBlock: subnet.ipv6CidrBlock,
        associationId: derivedId('subnet-cidr-assoc', subnet.subnetId),
        ipv6CidrBlockState: { state: 'associated' },
      },
    ],
    availableIpAddressCount: addressesInSubnet - usedIn(store.account, subnet),
    availabilityZone: region + subnet.zone,
    defaultForAz: false,
    mapPublicIpOnLaunch: true,
    assignIpv6AddressOnCreation: true,
    tagSet: [],
  }),
});

const nameTag = { Key: 'Name', Value: 'aism-sandbox' };

/** A /24 less the five addresses that AWS keeps for itself. */
const addressesInSubnet = 251;

function usedIn(account: Account, subnet: Subnet): number {
  return account.interfaces.filter((one) => one.subnetId === subnet.subnetId).length;
}
