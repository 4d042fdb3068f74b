import { DescribeAddressesCommand, DescribeNatGatewaysCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

const addresses = async (input: ConstructorParameters<typeof DescribeAddressesCommand>[0] = {}) =>
  (await running.client.send(new DescribeAddressesCommand(input))).Addresses ?? [];
const gateways = async (input: ConstructorParameters<typeof DescribeNatGatewaysCommand>[0] = {}) =>
  (await running.client.send(new DescribeNatGatewaysCommand(input))).NatGateways ?? [];

describe('DescribeAddresses', () => {
  test('lists the Elastic IPs: that of the NAT gateway, and one that nothing uses', async () => {
    const [nat, spare, ...more] = await addresses();

    expect(nat).toMatchObject({ PublicIp: '198.51.100.203', PrivateIpAddress: '10.0.1.5', Domain: 'vpc' });
    expect(nat?.AllocationId).toMatch(/^eipalloc-0[0-9a-f]{16}$/);
    expect(spare).toMatchObject({ PublicIp: '198.51.100.204', NetworkBorderGroup: 'eu-central-1' });
    expect(spare?.AssociationId).toBeUndefined();
    expect(more).toEqual([]);
  });

  test('finds by allocation, by address and by filter', async () => {
    const [nat, spare] = await addresses();
    const AllocationIds = [spare?.AllocationId ?? ''];

    expect(await addresses({ AllocationIds })).toEqual([spare]);
    expect(await addresses({ PublicIps: ['198.51.100.203'] })).toEqual([nat]);
    expect(await addresses({ Filters: [{ Name: 'public-ip', Values: ['*.204'] }] })).toEqual([spare]);
  });

  test('refuses an address and an allocation that are not there', async () => {
    expect(await refusalOf(addresses({ PublicIps: ['203.0.113.1'] }))).toBe(
      "400 InvalidAddress.NotFound: Address '203.0.113.1' not found.",
    );
    expect(await refusalOf(addresses({ AllocationIds: ['eipalloc-0123456789abcdef0'] }))).toContain(
      '400 InvalidAllocationID.NotFound: ',
    );
  });
});

describe('DescribeNatGateways', () => {
  test('lists the one that there is, with its address and its allocation', async () => {
    const [nat] = await addresses();
    const [gateway, ...more] = await gateways();

    expect(gateway?.NatGatewayId).toMatch(/^nat-0[0-9a-f]{16}$/);
    expect(gateway).toMatchObject({
      State: 'available',
      VpcId: (await running.client.send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId,
      NatGatewayAddresses: [
        {
          PublicIp: '198.51.100.203',
          PrivateIp: '10.0.1.5',
          AllocationId: nat?.AllocationId,
          NetworkInterfaceId: nat?.NetworkInterfaceId,
        },
      ],
    });
    expect(more).toEqual([]);
    expect(await gateways({ NatGatewayIds: [gateway?.NatGatewayId ?? ''] })).toEqual([gateway]);
    expect(await gateways({ Filter: [{ Name: 'state', Values: ['deleted'] }] })).toEqual([]);
  });

  test('refuses one that is not there', async () => {
    expect(await refusalOf(gateways({ NatGatewayIds: ['nat-0123456789abcdef0'] }))).toContain(
      '400 NatGatewayNotFound: ',
    );
    expect(await refusalOf(gateways({ NatGatewayIds: ['nat-x'] }))).toContain('400 NatGatewayMalformed: ');
  });
});
