import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { systemClock } from '../clock.ts';
import { readTable } from '../config.ts';
import { parseDuration } from '../decision/duration.ts';
import type { KeptAlert } from '../ledger/inbox.ts';
import { wireLedger } from '../wire-ledger.ts';

/** After so many alerts standard error tells how far it is. */
const TOLD_EVERY = 1000;

/**
 * `aism export alerts --since 7d`: the alerts that the ledger keeps, worked or not, as lines of JSON in the order of receipt:
 * `{"at", "source", "rule", "body"}`, or `{"at", "source", "alert"}` where only the head of the body was kept.
 */
export async function runExportAlerts(options: { since: string; out?: string }): Promise<void> {
  const span = parseDuration(options.since);
  if (!span.ok) throw new Error(`--since: ${span.why}`);
  const table = readTable();
  const out = options.out === undefined ? process.stdout : await open(options.out);
  const until = systemClock.now();
  const { ledger, close } = wireLedger(table);
  let count = 0;
  try {
    for await (const kept of ledger.inbox.kept({ since: until - span.ms, until })) {
      if (!out.write(`${JSON.stringify(lineOf(kept))}\n`)) await once(out, 'drain');
      count += 1;
      if (count % TOLD_EVERY === 0) process.stderr.write(`${count} alerts, up to ${iso(kept.receivedAt)}\n`);
    }
  } finally {
    close();
  }
  if (out !== process.stdout) {
    out.end();
    await finished(out);
  }
  process.stderr.write(`${count} ${count === 1 ? 'alert' : 'alerts'} since ${iso(until - span.ms)}\n`);
}

/** The name of the rule is beside the body, which need not tell it: then it came in the header X-AISM-Rule. */
function lineOf({ source, alert, receivedAt, body }: KeptAlert) {
  const posted = body && readJson(body);
  const at = iso(receivedAt);
  return posted === undefined ? { at, source, alert } : { at, source, rule: alert.rule, body: posted };
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function open(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file);
  try {
    await once(stream, 'open');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Error(`${file} cannot be written (${code}): name another file by --out`, { cause: error });
  }
  return stream;
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
