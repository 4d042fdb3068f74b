import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Alert, alertSchema } from '../alerts/alert.ts';
import { alertSources } from '../alerts/alert-sources.ts';

/** A line of the file that holds no alert. */
export interface BadLine {
  line: number;
  why: string;
}

const lineSchema = z
  .object({
    at: z.iso
      .datetime({ offset: true, error: 'at is missing or no moment: write like 2026-11-24T12:00:00Z' })
      .transform((text) => Date.parse(text)),
    source: z.string('source is no text: write elastalert, or leave it out').default('elastalert'),
    rule: z.string('rule is no text: write the name of the rule, or leave it out').optional(),
    body: z.unknown().optional(),
    alert: z.unknown().optional(),
  })
  .refine((line) => line.body !== undefined || line.alert !== undefined, 'body is missing: write what was posted');

/**
 * Reads recorded alerts from a file, or from standard input for `-`: one JSON object a line. Sorted by receipt. Of each alert
 * is kept what decisions need, so that a hundred thousand fit.
 */
export async function readRecorded(file: string): Promise<{ alerts: Alert[]; bad: BadLine[] }> {
  if (file !== '-' && !isThere(file)) throw new Error(`there is no file ${file}: name one, or - for standard input`);
  const input = file === '-' ? process.stdin : createReadStream(file);
  const alerts: Alert[] = [];
  const bad: BadLine[] = [];
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const read = readLine(text);
    if (read.ok) alerts.push(slim(read.alert));
    else bad.push({ line, why: read.why });
  }
  return { alerts: alerts.sort((a, b) => a.receivedAt - b.receivedAt), bad };
}

function readLine(text: string): { ok: true; alert: Alert } | { ok: false; why: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is not JSON: write one object a line' };
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) {
    const why = parsed.error.issues.map((issue) => issue.message);
    return { ok: false, why: typeof json === 'object' && json !== null ? why.join('; ') : 'it is no JSON object' };
  }
  const { at, source, rule, body, alert } = parsed.data;
  if (body === undefined) return readAlert(alert, at);
  const parse = alertSources.get(source);
  if (!parse)
    return { ok: false, why: `"${source}" is no source: write one of ${[...alertSources.keys()].join(', ')}` };
  const context = { receivedAt: at, ...(rule === undefined ? {} : { ruleHeader: rule }) };
  const result = parse(body, context);
  return result.kind === 'alert' ? { ok: true, alert: result.alert } : { ok: false, why: result.why };
}

/** An alert of which only the beginning of the body was kept. */
function readAlert(alert: unknown, receivedAt: number): { ok: true; alert: Alert } | { ok: false; why: string } {
  const { data, error } = alertSchema.safeParse(alert);
  if (data) return { ok: true, alert: { ...data, receivedAt } };
  const where = error.issues.map((issue) => issue.path.join('.')).join(', ');
  return { ok: false, why: `alert is none that this version of AISM knows (${where})` };
}

/** Without the words for cards. */
function slim(alert: Alert): Alert {
  const { link: _link, service: _service, hostIds: _hostIds, ...rest } = alert;
  return { ...rest, hosts: alert.hosts.slice(0, 1), users: [], samples: [], notes: [] };
}

/** A folder is no file; a pipe is one. */
function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
}
