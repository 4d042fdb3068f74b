import { display, type ParsedAddress, parseAddress, size, specialPurpose } from '../address/address.ts';

/** Reads an attacker's address: one ordinary single address, strictly; else the reason why it is none. */
export function judgeAddress(text: string): ParsedAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) return parsed;
  const { address } = parsed;
  if (size(address) > 1n) return { ok: false, why: `${display(address)} is a block: an alert names single addresses.` };
  const special = specialPurpose(address);
  return special === undefined ? parsed : { ok: false, why: `${display(address)} is no attacker: ${special}.` };
}

/** The address in `203.0.113.9:51122`, `[2001:db8::9]:51122` or `[2001:db8::9]`; any other text as it is. */
export function withoutPort(text: string): string {
  const match = /^(?:([\d.]+):\d{1,5}|\[([0-9a-f:.]+)\](?::\d{1,5})?)$/i.exec(text.trim());
  return match?.[1] ?? match?.[2] ?? text;
}

/** Whether a text that is no address was meant as one, so that it is worth a complaint; a host name is not. */
export function isMeantAsAddress(text: string): boolean {
  return /^[\d./]+$|^0x|:.*:/i.test(text.trim());
}
