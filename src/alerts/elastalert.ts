import { display } from '../address/address.ts';
import type { Alert, ParsedAlert } from './alert.ts';
import { alertIdentity } from './alert-identity.ts';
import { attackedService } from './attacked-service.ts';
import { type Body, isBody, ownValue, textAt } from './body-fields.ts';
import { attackedHostIds, attackedHosts, sampleLines, triedUsers } from './event-details.ts';
import { eventTime } from './event-time.ts';
import { type FoundAttackers, findAttackers } from './find-attackers.ts';
import { kibanaLink } from './kibana-link.ts';
import { oneLine } from './one-line.ts';
import { readSeverity } from './read-severity.ts';
import { weighAttackers } from './weigh-attackers.ts';

export interface ParseContext {
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** The header X-AISM-Rule, for rules whose body does not name them. */
  ruleHeader?: string;
}

/**
 * Reads what ElastAlert (Yelp's or ElastAlert 2, `alert: post` or `post2`) posts for one match: the last matching
 * document with ElastAlert's own keys beside it. https://elastalert2.readthedocs.io
 */
export function parseElastalert(body: unknown, context: ParseContext): ParsedAlert {
  if (!isBody(body)) {
    return { kind: 'rejected', why: 'The body is not a JSON object: ElastAlert posts one object for each match.' };
  }
  const found = findAttackers(body);
  if (found === undefined) return { kind: 'rejected', why: NO_ADDRESS };
  if (found.addresses.length === 0) {
    return { kind: 'rejected', why: `No address to act on. ${found.refused.slice(0, MOST_NOTES).join(' ')}` };
  }
  return { kind: 'alert', alert: alertOf(body, found, context) };
}

const NO_ADDRESS =
  "The body names no attacker's address in any known field: add http_post2_raw_fields: { aism_ip: source.ip } to the rule (with the field that holds the address), and keep http_post2_all_values: true.";
const MOST_NOTES = 10;

function alertOf(body: Body, found: FoundAttackers, context: ParseContext): Alert {
  const { receivedAt } = context;
  const rule = ruleName(body, context.ruleHeader);
  const time = eventTime(body, receivedAt);
  const { attackers, counting, keyed } = weighAttackers(body, found);
  const service = attackedService(body);
  const severity = readSeverity(body);
  const link = kibanaLink(body);
  const index = cut(ownValue(body, '_index'));
  const documentId = cut(ownValue(body, '_id'));
  const details = detailsOf(body, found);
  const addresses = found.addresses;
  return {
    source: 'elastalert',
    identity: alertIdentity({
      source: 'elastalert',
      rule,
      index,
      documentId,
      addresses,
      stated: time.stated,
      body,
      receivedAt,
    }),
    rule,
    attackers,
    counting,
    ...(keyed !== undefined && { keyed }),
    ...(severity && { severity }),
    at: time.at,
    receivedAt,
    ...(service && { service }),
    ...details.shown,
    ...(index && { index }),
    ...(documentId && { documentId }),
    ...(link && { link }),
    notes: [...found.refused, time.note, details.note].filter((note) => note !== undefined).slice(0, MOST_NOTES),
  };
}

/** Never the body's own `rule` or `name`: in ECS they belong to the log (a firewall's rule, a file's name). */
function ruleName(body: Body, header: string | undefined): string {
  const named = [ownValue(body, 'aism_rule'), ownValue(body, 'rule_param_name'), header];
  const names = named
    .flat()
    .filter((name) => typeof name === 'string')
    .map((name) => oneLine(name, 200));
  return names.find((name) => name !== '') ?? 'unknown';
}

/** Elasticsearch allows 512 bytes for an _id and 255 for an index name. */
function cut(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? oneLine(text, 512) : undefined;
}

type Details = Pick<Alert, 'hosts' | 'hostIds' | 'users' | 'samples'>;

/**
 * Without a query_key the document is whichever event came last: beside a list of top addresses it would show one
 * person's name and host as another's deed, so it is left out.
 */
function detailsOf(body: Body, found: FoundAttackers): { shown: Details; note?: string } {
  if (found.from.kind !== 'top-events' || isOnlyAbout(body, found)) {
    const ids = attackedHostIds(body);
    const hostIds = ids.length > 0 ? { hostIds: ids } : {};
    return {
      shown: { hosts: attackedHosts(body), ...hostIds, users: triedUsers(body), samples: sampleLines(body) },
    };
  }
  const own = textAt(body, 'source.ip', 'client.ip');
  const whose = own === undefined ? 'one of the addresses' : `${oneLine(own, 60)} only`;
  return {
    shown: { hosts: [], users: [], samples: [] },
    note: `Host, user and sample lines are left out: the event in the body is about ${whose}.`,
  };
}

function isOnlyAbout(body: Body, found: FoundAttackers): boolean {
  const [only, ...others] = found.addresses;
  return only !== undefined && others.length === 0 && textAt(body, 'source.ip', 'client.ip') === display(only);
}
