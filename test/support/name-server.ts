import { createSocket } from 'node:dgram';

/** Types of records (IANA, DNS parameters). */
const TYPES: Record<number, 'A' | 'PTR' | 'AAAA'> = { 1: 'A', 12: 'PTR', 28: 'AAAA' };

/** What is under a type and a name: values, an answer code (RFC 1035, 4.1.1), or no answer at all. */
export type Zone = Record<string, readonly string[] | { code: number } | 'silent'>;

/** A name server on this machine that answers from a zone; what is not in it does not exist. */
export async function startNameServer(zone: Zone): Promise<{ at: string; asked: string[]; close(): void }> {
  const asked: string[] = [];
  const socket = createSocket('udp4', (query, from) => {
    const { name, end } = readName(query);
    const type = TYPES[query.readUInt16BE(end)] ?? 'A';
    asked.push(`${type} ${name}`);
    const found = zone[`${type} ${name}`] ?? { code: 3 };
    if (found === 'silent') return;
    const [code, values] = 'code' in found ? [found.code, []] : [0, found];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(values.length, 6);
    const question = query.subarray(12, end + 4);
    socket.send(
      Buffer.concat([header, question, ...values.map((value) => record(type, value))]),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { at: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** Names its owner by the question's name, which stands at byte 12. */
function record(type: 'A' | 'PTR' | 'AAAA', value: string): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type === 'A' ? 1 : type === 'PTR' ? 12 : 28, 0, 1, 0, 0, 0, 60, 0, 0]);
  const data = type === 'PTR' ? writeName(value) : writeAddress(type, value);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function writeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

/** IPv6 is written here with all of its eight groups. */
function writeAddress(type: 'A' | 'AAAA', value: string): Buffer {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  return Buffer.concat(value.split(':').map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}
