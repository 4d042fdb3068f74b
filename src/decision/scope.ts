import { z } from 'zod';

/** What a claim denies: `all` traffic, or one protocol and port (range): `tcp/22`, `udp/5000-5010`. */
export const scopeSchema = z
  .string()
  .refine(isScope, 'all, or a protocol with a port or a range of ports from 1 to 65535, like tcp/22 or udp/5000-5010')
  .meta({ pattern: '^(all|(tcp|udp)/[1-9]\\d{0,4}(-[1-9]\\d{0,4})?)$' });
export type Scope = z.infer<typeof scopeSchema>;

function isScope(text: string): boolean {
  if (text === 'all') return true;
  const ports = /^(?:tcp|udp)\/(?<from>[1-9]\d{0,4})(?:-(?<to>[1-9]\d{0,4}))?$/.exec(text)?.groups;
  if (!ports) return false;
  const [from, to] = [Number(ports['from']), Number(ports['to'] ?? ports['from'])];
  return from <= to && to <= 65535;
}
