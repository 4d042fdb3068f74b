import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  type NetworkInterface,
} from '@aws-sdk/client-ec2';
import { display, family, parseAddress, size } from '../address/address.ts';
import type { Ec2Account } from './ec2-account.ts';
import { translate } from './ec2-trouble.ts';
import type { Placement } from './firewall.ts';
import { readFiltered } from './read-pages.ts';

/** What the IAM policy must allow for it. */
export const PLACEMENT_ACTIONS = ['ec2:DescribeNetworkAcls', 'ec2:DescribeNetworkInterfaces'] as const;

/** What was found, or not found, counts for so long. Milliseconds. */
const KNOWN_MS = 5 * 60_000;
/** After a failure nobody is asked for so long: a hundred alerts must not each wait for a dead region. Milliseconds. */
const FAILED_MS = 30_000;
/** Hosts that are remembered. */
const MOST = 1000;

/** Filters of DescribeNetworkInterfaces by which each form of a host is found. */
const FILTERS = {
  instance: ['attachment.instance-id'],
  4: ['addresses.private-ip-address', 'addresses.association.public-ip'],
  6: ['ipv6-addresses.ipv6-address'],
} as const;

interface Host {
  /** In EC2's spelling. */
  name: string;
  form: keyof typeof FILTERS;
}

/**
 * Which targets guard a host: from its address or instance id to its network interfaces, their subnets, and the Network
 * ACLs of those, in every account. A private address that several of them have belongs to all. `now` in milliseconds.
 */
export function attackedTargets(accounts: readonly Ec2Account[], now: () => number): Placement {
  const known = new Map<string, { targets: readonly string[]; until: number }>();
  let failed: { error: unknown; until: number } | undefined;

  async function look(hosts: readonly Host[]): Promise<void> {
    if (failed && now() < failed.until) throw failed.error;
    try {
      const found = await Promise.all(accounts.map((account) => guarding(account, hosts)));
      for (const { name } of hosts) {
        const targets = found.flatMap((each) => each.get(name) ?? []);
        known.delete(name);
        known.set(name, { targets: [...new Set(targets)], until: now() + KNOWN_MS });
      }
    } catch (error) {
      failed = { error, until: now() + FAILED_MS };
      throw error;
    }
  }

  return {
    async targetsOf(texts) {
      const hosts = new Map(texts.map((text) => [text, readHost(text)]));
      const wanted = new Map([...hosts.values()].flatMap((host) => (host ? [[host.name, host]] : [])));
      const isFresh = (name: string) => (known.get(name)?.until ?? 0) > now();
      const unseen = [...wanted.values()].filter((host) => !isFresh(host.name));
      if (unseen.length > 0) await look(unseen);
      const answers = [...hosts].map(([text, host]) => ({ text, targets: known.get(host?.name ?? '')?.targets ?? [] }));
      for (const name of [...known.keys()].slice(0, Math.max(0, known.size - MOST))) known.delete(name);
      return {
        targets: [...new Set(answers.flatMap((answer) => answer.targets))],
        unknown: answers.filter((answer) => answer.targets.length === 0).map((answer) => answer.text),
      };
    },
  };
}

/** undefined: a name, a range, or something else by which EC2 finds nothing. */
function readHost(text: string): Host | undefined {
  const trimmed = text.trim();
  if (/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(trimmed)) return { name: trimmed, form: 'instance' };
  const parsed = parseAddress(trimmed);
  if (!parsed.ok || size(parsed.address) !== 1n) return undefined;
  return { name: display(parsed.address), form: family(parsed.address) };
}

/** The targets of one account that guard these hosts, by the host's name. */
async function guarding({ client, name, targets }: Ec2Account, hosts: readonly Host[]): Promise<Map<string, string[]>> {
  const interfaces: NetworkInterface[] = [];
  for (const form of ['instance', 4, 6] as const) {
    const values = hosts.filter((host) => host.form === form).map((host) => host.name);
    for (const filter of FILTERS[form]) {
      const pages = await translate(name, 'ec2:DescribeNetworkInterfaces', () =>
        readFiltered(filter, values, (input) => client.send(new DescribeNetworkInterfacesCommand(input))),
      );
      interfaces.push(...pages.flatMap((page) => page.NetworkInterfaces ?? []));
    }
  }
  const subnets = [...new Set(interfaces.flatMap((each) => each.SubnetId ?? []))];
  const pages = await translate(name, 'ec2:DescribeNetworkAcls', () =>
    readFiltered('association.subnet-id', subnets, (input) => client.send(new DescribeNetworkAclsCommand(input))),
  );
  const acls = new Map(
    pages
      .flatMap((page) => page.NetworkAcls ?? [])
      .flatMap((acl) => acl.Associations ?? [])
      .map((association) => [association.SubnetId, association.NetworkAclId]),
  );
  const found = new Map<string, string[]>();
  for (const each of interfaces) {
    const acl = acls.get(each.SubnetId);
    if (acl === undefined || !targets.includes(acl)) continue;
    for (const host of namesOf(each)) found.set(host, [...new Set([...(found.get(host) ?? []), acl])]);
  }
  return found;
}

/** Everything by which a network interface can be asked for. */
function namesOf(each: NetworkInterface): string[] {
  const addresses = [
    each.PrivateIpAddress,
    each.Association?.PublicIp,
    ...(each.PrivateIpAddresses ?? []).flatMap((more) => [more.PrivateIpAddress, more.Association?.PublicIp]),
    ...(each.Ipv6Addresses ?? []).map((more) => more.Ipv6Address),
  ];
  const names = addresses.flatMap((text) => (text === undefined ? [] : (readHost(text)?.name ?? [])));
  return each.Attachment?.InstanceId === undefined ? names : [...names, each.Attachment.InstanceId];
}
