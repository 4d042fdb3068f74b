import { type NetworkInterface, natDescription } from './account.ts';
import { describe } from './describe.ts';
import { elasticIps } from './describe-addresses.ts';
import { natGatewayKind } from './resource-id.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export const describeNatGateways = describe<NetworkInterface>({
  kind: natGatewayKind,
  idParameter: 'NatGatewayId',
  setElement: 'natGatewaySet',
  idOf: natGatewayId,
  all: ({ store }) => store.account.interfaces.filter((one) => one.type === 'nat_gateway'),
  filters: ({ store }) => ({
    'nat-gateway-id': (one) => [natGatewayId(one)],
    state: () => ['available'],
    'subnet-id': (one) => [one.subnetId],
    'vpc-id': () => [store.account.vpcId],
  }),
  tags: () => [],
  xml: (one, { store }) => {
    const address = elasticIps(store.account).find((each) => each.networkInterfaceId === one.networkInterfaceId);
    return {
      natGatewayId: natGatewayId(one),
      vpcId: store.account.vpcId,
      subnetId: one.subnetId,
      state: 'available',
      connectivityType: 'public',
      natGatewayAddressSet: [
        {
          networkInterfaceId: one.networkInterfaceId,
          privateIp: one.privateIpAddress,
          publicIp: one.publicIp,
          allocationId: address?.allocationId,
          associationId: address?.associationId,
          isPrimary: true,
          status: 'succeeded',
        },
      ],
      tagSet: [],
    };
  },
});

/** The gateway is known by its interface. */
function natGatewayId(one: NetworkInterface): string {
  return one.description.slice(natDescription.length);
}
