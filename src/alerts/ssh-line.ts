import { type Body, textAt } from './body-fields.ts';

/** ` from 203.0.113.9 port 51122 ssh2`, at the very end of an sshd line; `]` ends rsyslog's "message repeated" form. */
const AT_THE_END = / from ([0-9a-f:.]{2,45})(?: port \d{1,5})?(?: ssh2)?(?: \[preauth\])?\s?\]?\s*$/i;
/** The lines of sshd that end in an address: failed and unknown users. */
const KNOWN_LINE = /(?:^|\[\d+\]: |\[ )(?:Failed \S+ for |Invalid user |Illegal user )/;

/**
 * The last resort: the address at the end of an sshd line, when no field holds one. Only the last ` from ... port ...`
 * counts: a user may call himself "x from 198.51.100.1 port 22 ssh2", but cannot write behind sshd's own words.
 */
export function addressInSshLine(body: Body): string | undefined {
  const line = textAt(body, 'message', 'event.original', 'full_log');
  if (line === undefined || line.length > 4000 || /[\r\n]/.test(line.trim())) return undefined;
  return isSshd(body, line) && KNOWN_LINE.test(line) ? AT_THE_END.exec(line)?.[1] : undefined;
}

function isSshd(body: Body, line: string): boolean {
  const process = textAt(body, 'process.name', 'program', 'syslog_program', 'appname');
  return process === undefined ? /\bsshd(?:-session)?\[\d+\]: /.test(line) : /^sshd(-session)?$/.test(process);
}
