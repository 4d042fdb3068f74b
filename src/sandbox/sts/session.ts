import { randomBytes } from 'node:crypto';

/** A role that was taken on, and the key for it. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds. */
  expires: number;
  /** The role's account. */
  accountId: string;
  /** The role's id and the session's name: `AROA...:name`. */
  assumedRoleId: string;
  arn: string;
}

/** A session of a role, with a new key in AWS's form. */
export function newSession(
  role: { partition: string; accountId: string; name: string },
  sessionName: string,
  expires: number,
): Session {
  return {
    accessKeyId: `ASIA${randomId(16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(120).toString('base64'),
    expires,
    accountId: role.accountId,
    assumedRoleId: `AROA${randomId(17)}:${sessionName}`,
    arn: `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
  };
}

function randomId(length: number): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
