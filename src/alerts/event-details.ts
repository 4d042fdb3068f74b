import { type Body, isBody, ownValue, textAt, textsAt } from './body-fields.ts';
import { oneLine } from './one-line.ts';

const MOST_SAMPLES = 3;
const LONGEST_SAMPLE = 200;
const MOST_NAMES = 10;
const LONGEST_NAME = 100;

/** The machines that were attacked, the log shipper's own name as the last choice. */
export function attackedHosts(body: Body): string[] {
  const names = ['host.name', 'host.hostname', 'agent.hostname', 'beat.hostname', 'winlog.computer_name', 'host'];
  return firstNames([body], [...names, 'hostname', 'syslog_hostname', 'logsource', 'agent.name']);
}

/** What EC2 may know the attacked machine by: its instance id, else the address that was attacked, else its own addresses. */
export function attackedHostIds(body: Body): string[] {
  return firstNames([body], ['cloud.instance.id', 'destination.ip', 'server.ip', 'host.ip', 'agent.ip']);
}

/** The accounts that were tried. The attacker chose these words. */
export function triedUsers(body: Body): string[] {
  const names = ['user.name', 'user.target.name', 'winlog.event_data.TargetUserName', 'system.auth.user', 'username'];
  return firstNames([body, ...relatedEvents(body)], [...names, 'user']);
}

/** At most three lines of what happened: of the event itself, then of the events that led to the alert. */
export function sampleLines(body: Body): string[] {
  const lines = [body, ...relatedEvents(body)].map((event) => oneLine(telling(event), LONGEST_SAMPLE));
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, MOST_SAMPLES);
}

/** Enough related events to fill what is shown. */
const MOST_RELATED = 50;

function relatedEvents(body: Body): Body[] {
  const related = ownValue(body, 'related_events');
  return Array.isArray(related) ? related.slice(0, MOST_RELATED).filter(isBody) : [];
}

function firstNames(events: Body[], fields: string[]): string[] {
  const names = events.flatMap((event) => {
    const field = fields.find((name) => textsAt(event, name).length > 0);
    return field === undefined ? [] : textsAt(event, field).map((text) => oneLine(text, LONGEST_NAME));
  });
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST_NAMES);
}

function telling(event: Body): string {
  return (
    textAt(event, 'message', 'event.original', 'log.original', 'full_log') ?? webRequest(event) ?? logon(event) ?? ''
  );
}

function webRequest(event: Body): string | undefined {
  const url = textAt(event, 'url.original', 'url.full', 'url.path', 'request');
  if (url === undefined) return undefined;
  const method = textAt(event, 'http.request.method', 'verb', 'method');
  const status = textAt(event, 'http.response.status_code', 'response', 'status');
  return joined([method, url, status, textAt(event, 'user_agent.original', 'http_user_agent', 'agent')]);
}

function logon(event: Body): string | undefined {
  const outcome = joined([textAt(event, 'event.action'), textAt(event, 'event.outcome')]);
  const user = textAt(event, 'user.name', 'winlog.event_data.TargetUserName', 'username', 'user');
  const text = joined([outcome, user && `user ${user}`], ', ');
  return text === '' ? undefined : text;
}

function joined(parts: (string | undefined)[], by = ' '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(by);
}
