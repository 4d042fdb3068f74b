import { readFileSync } from 'node:fs';
import type { Alert } from '../../src/alerts/alert.ts';
import { parseElastalert } from '../../src/alerts/elastalert.ts';

/** When the test's bodies are received: Tuesday, 24 November 2026, noon. */
export const RECEIVED_AT = Date.parse('2026-11-24T12:00:00Z');

/** One of our own bodies in the shapes of ElastAlert 2, by name. */
export function elastalertBody(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../fixtures/elastalert2/${name}.json`, import.meta.url), 'utf8'));
}

/** The alert that a body gives; fails the test if the body is rejected. */
export function alertFrom(body: unknown, ruleHeader?: string): Alert {
  const parsed = parseElastalert(body, { receivedAt: RECEIVED_AT, ...(ruleHeader !== undefined && { ruleHeader }) });
  if (parsed.kind === 'rejected') throw new Error(`rejected: ${parsed.why}`);
  return parsed.alert;
}

/** The addresses that a body accuses, or why there are none. */
export function accusedBy(body: unknown): string[] | string {
  const parsed = parseElastalert(body, { receivedAt: RECEIVED_AT });
  return parsed.kind === 'rejected' ? parsed.why : parsed.alert.attackers.map(({ address }) => address);
}
