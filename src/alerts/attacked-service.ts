import type { Service } from './alert.ts';
import { type Body, textAt, textsAt } from './body-fields.ts';
import { type KnownService, knownServices } from './known-services.ts';

/**
 * What was attacked, by the destination port, else by the dataset or process that wrote the log. Never by the source
 * port: that one is the attacker's, and changes with each connection.
 */
export function attackedService(body: Body): Service | undefined {
  const ports = destinationPorts(body);
  if (ports.length === 0) {
    const known = knownServices.find((service) => wrote(service, body));
    return known && { name: known.name, ports: [...known.ports], protocol: 'tcp' };
  }
  const known = knownServices.find((service) => ports.every((port) => service.ports.includes(port)));
  const protocol = transport(body);
  return { ...(known && { name: known.name }), ports, ...(protocol && { protocol }) };
}

const MOST_PORTS = 10;

function destinationPorts(body: Body): number[] {
  const names = ['destination.port', 'dst_port', 'dstport', 'localPortDetails.port'];
  const ports = names.flatMap((name) => textsAt(body, name)).map((text) => (/^\d{1,5}$/.test(text) ? Number(text) : 0));
  return [...new Set(ports.filter((port) => port >= 1 && port <= 65535))].slice(0, MOST_PORTS);
}

function transport(body: Body): 'tcp' | 'udp' | undefined {
  const named = textAt(body, 'network.transport', 'network.iana_number')?.toLowerCase() ?? '';
  if (named === 'tcp' || named === '6') return 'tcp';
  return named === 'udp' || named === '17' ? 'udp' : undefined;
}

/** The process is asked first: `system.auth` holds the lines of sudo, su and cron beside sshd's. */
function wrote(service: KnownService, body: Body): boolean {
  const process = textAt(body, 'process.name', 'program', 'syslog_program', 'appname');
  if (process !== undefined) return service.processes.test(process.toLowerCase());
  const module = textAt(body, 'fileset.module', 'event.module');
  const dataset = textAt(body, 'event.dataset', 'data_stream.dataset') ?? `${module}.${textAt(body, 'fileset.name')}`;
  if (service.datasets?.test(dataset)) return true;
  return service.marks?.some(({ field, is }) => textsAt(body, field).some((text) => is.test(text))) ?? false;
}
