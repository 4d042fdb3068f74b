import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { automaticSchema, emptyAutomatic } from '../../decision/automatic.ts';
import { emptyLateDigest, lateDigestSchema } from '../late-digest.ts';
import type { Ledger } from '../ledger.ts';
import { emptyReports, reportsSchema } from '../report.ts';
import { emptyStormWatch, stormWatchSchema } from '../storm.ts';
import { dynamodbActions } from './actions.ts';
import { dynamodbAsking } from './asking.ts';
import { dynamodbFiring } from './firing.ts';
import { dynamodbFolded } from './folded.ts';
import { dynamodbGuard } from './guard-store.ts';
import { dynamodbHeartbeats } from './heartbeats.ts';
import { dynamodbInbox } from './inbox.ts';
import { dynamodbAllowlist, dynamodbRuleSnoozes } from './kept-lists.ts';
import { dynamodbLeases } from './leases.ts';
import { dynamodbNotices } from './notices.ts';
import { dynamodbRecords } from './records.ts';
import type { Retention } from './retention.ts';
import { sharedItem } from './shared-item.ts';
import { Table } from './table.ts';

/** Not `STATE`: by that the records are found when all are walked over. */
const AUTOMATIC = { pk: 'SWITCH#automatic', sk: 'SWITCH' };
const REPORTS = { pk: 'DIGEST#reports', sk: 'DIGEST' };
const STORM = { pk: 'SWITCH#storm', sk: 'SWITCH' };
const LATE = { pk: 'DIGEST#late', sk: 'DIGEST' };

/** The ledger in one DynamoDB table: single-item conditional writes, no index, no transaction. */
export function dynamodbLedger(options: {
  client: DynamoDBClient;
  table: string;
  retention: Retention;
  /** The machine's clock in milliseconds, for leases and the age of hints. */
  wall: () => number;
}): Ledger {
  const table = new Table(options.client, options.table);
  return {
    records: dynamodbRecords(table, options.wall),
    actions: dynamodbActions(table, options.retention),
    inbox: dynamodbInbox(table, options.retention),
    leases: dynamodbLeases(table, options.wall),
    notices: dynamodbNotices(table),
    guard: dynamodbGuard(table),
    allowlist: dynamodbAllowlist(table),
    ruleSnoozes: dynamodbRuleSnoozes(table),
    automatic: sharedItem(table, AUTOMATIC, automaticSchema, emptyAutomatic),
    firing: dynamodbFiring(table),
    heartbeats: dynamodbHeartbeats(table),
    late: sharedItem(table, LATE, lateDigestSchema, emptyLateDigest),
    reports: sharedItem(table, REPORTS, reportsSchema, emptyReports),
    storm: sharedItem(table, STORM, stormWatchSchema, emptyStormWatch),
    folded: dynamodbFolded(table, options.wall),
    asking: dynamodbAsking(table, options.wall),
  };
}
