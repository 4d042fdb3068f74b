/** A field of a log document that may hold the attacker's address. */
export interface AddressField {
  name: string;
  /** The field may hold a host name, a socket path or `address:port` too: what is no address is passed over. */
  mayBeName?: true;
  /** A value that means "no address" here. */
  none?: string;
  /** The field counts only where another one says so. */
  onlyIf?: { field: string; is: string };
}

/** Keys that a rule's author puts into the body to name the attacker. Several addresses: a list, or commas between. */
export const explicitFields = ['aism_ip', 'aism_ips', 'attacker_ip', 'attacker_ips'] as const;

/** ECS's own fields, as Filebeat, Winlogbeat and Elastic Agent fill them. */
export const ecsAddressFields: readonly AddressField[] = [{ name: 'source.ip' }, { name: 'client.ip' }];

/** Where older shippers and hand-written pipelines keep the address, the most trustworthy first. */
export const otherAddressFields: readonly AddressField[] = [
  { name: 'source.address', mayBeName: true },
  { name: 'client.address', mayBeName: true },
  // Windows writes ::1 and - for a logon at the machine itself.
  { name: 'winlog.event_data.IpAddress', none: '::1' },
  // Filebeat 7: "Did not receive identification string".
  { name: 'system.auth.ssh.dropped_ip' },
  // Filebeat 6, before ECS.
  { name: 'system.auth.ssh.ip' },
  { name: 'nginx.access.remote_ip', mayBeName: true },
  { name: 'apache2.access.remote_ip', mayBeName: true },
  { name: 'iis.access.remote_ip', mayBeName: true },
  { name: 'postgresql.log.client_addr', mayBeName: true },
  // Wazuh documents in Elasticsearch.
  { name: 'data.srcip', mayBeName: true },
  { name: 'data.src_ip', mayBeName: true },
  {
    name: 'aws.guardduty.service.action.networkConnectionAction.remoteIpDetails.ipAddressV4',
    onlyIf: { field: 'aws.guardduty.service.action.networkConnectionAction.connectionDirection', is: 'INBOUND' },
  },
  { name: 'aws.waf.httpRequest.clientIp' },
  // Logstash's grok patterns: COMBINEDAPACHELOG and load balancers, HAPROXYHTTP, CISCOFW, then hand-written ones.
  { name: 'clientip', mayBeName: true },
  { name: 'client_ip', mayBeName: true },
  { name: 'src_ip', mayBeName: true },
  { name: 'srcip', mayBeName: true },
  { name: 'source_ip', mayBeName: true },
  { name: 'src', mayBeName: true },
  { name: 'remote_ip', mayBeName: true },
  { name: 'remote_addr', mayBeName: true },
  { name: 'rhost', mayBeName: true },
  { name: 'ssh_client_ip', mayBeName: true },
  // Logstash's geoip filter copies the address it was given.
  { name: 'geoip.ip' },
];

/** Our own side, other people's addresses, and what a client can write as it likes. Never an attacker, whoever says so. */
const neverAttacker = [
  /^(destination|server|host|observer|agent|manager|beat|cluster|related|dns|threat|url|user|user_agent)(\.|$)/,
  /^(dest|dst|syslog_|instance$|node$|pod_|backend|upstream|target|hostname$|logsource$|gl2_)/,
  /^(source\.(nat|range)|network\.forwarded_ip|aws\.elb\.backend|cisco\..*mapped|fortinet\.firewall)(\.|_|$)/,
  /(forwarded|remote_ip_list|upstream|tunnelip|local_?ip_?details|network_?interfaces|http\.request\.headers)/,
];

/**
 * Whether a rule's query_key can name attackers: a known field, or one whose last part reads like an address
 * (`json.client_ip`). A free text such as a user name is none, even if somebody calls himself 198.51.100.1.
 */
export function isAddressField(name: string): boolean {
  const lower = name.toLowerCase();
  if (neverAttacker.some((pattern) => pattern.test(lower))) return false;
  if (knownNames.has(lower)) return true;
  return /(^|[._])(ip|ipv4|ipv6|ip_?addr(ess)?|addr|(client|remote|src|source|attacker)_?(ip|address))$/.test(lower);
}

/** ElastAlert names the exact-value twin of a text field; the document has it without the suffix. */
export function withoutSuffix(name: string): string {
  return name.trim().replace(/\.(keyword|raw)$/, '');
}

const knownNames = new Set(
  [...ecsAddressFields, ...otherAddressFields].map(({ name }) => name.toLowerCase()).concat(explicitFields),
);
