/** A rule as the policy file would write it. */
interface BuiltInRule {
  match: string;
  what?: string;
  severity?: 'low' | 'medium' | 'high' | 'critical';
  proven?: boolean;
  auto?: 'never' | number;
  block?: string;
  web?: boolean;
}

type Class = [globs: string[], rule: Omit<BuiltInRule, 'match'>];

/** A log-in over TCP proves its source, and who fails so often guesses. */
const logIns = (what: string, severity: 'medium' | 'high' = 'high') =>
  ({ severity, proven: true, auto: 20, block: '4h', what }) as const;
/** So does a request over HTTP; but behind a balancer the source may be a header, which docs/policy.md tells. */
const requests = (what: string, severity: 'high' | 'critical') =>
  ({ severity, proven: true, auto: 20, block: '4h', web: true, what }) as const;
/** The source can be forged, the innocent do the same, or the Network ACL is the wrong place to stop it. */
const onlyAsk = (what: string, severity: 'low' | 'medium' | 'high' | 'critical' = 'medium') =>
  ({ severity, auto: 'never', what }) as const;

/**
 * What a policy file without rules means, by the usual classes of alert rules. The first glob that fits counts, so the
 * narrower class stands first.
 */
const CLASSES: Class[] = [
  [['*break*in*', '*fail*then*success*'], onlyAsk('log-ins after failures', 'critical')],
  [['*ssh*reverse*', '*ssh*timeout*'], onlyAsk('odd SSH connections', 'low')],
  [['*ssh*', '*dropbear*'], logIns('failed SSH log-ins')],
  [['*wp*login*', '*xmlrpc*', '*xml-rpc*', '*wordpress*', '*joomla*'], requests('log-in requests', 'high')],
  [['*sqli*', '*sql*inject*'], requests('SQL injections', 'critical')],
  [
    ['*xss*', '*traversal*', '*lfi*', '*log4*', '*modsec*', '*web*attack*', '*exploit*'],
    requests('web attacks', 'critical'),
  ],
  [['*web*error*', '*http*500*', '*http*503*', '*web*dos*', '*http*flood*'], onlyAsk('failed requests', 'low')],
  [['*http*auth*', '*basic*auth*'], requests('failed HTTP log-ins', 'high')],
  [
    ['*web*scan*', '*4xx*', '*404*'],
    { ...requests('requests for what is not there', 'high'), severity: 'medium', auto: 60, block: '1h' },
  ],
  [['*waf*', '*console*login*'], onlyAsk('requests')],
  [['*mysql*', '*mariadb*', '*postgres*', '*mssql*', '*mongo*', '*redis*'], logIns('failed database log-ins')],
  [['*ftp*'], logIns('failed FTP log-ins')],
  [
    ['*smtp*', '*sasl*', '*postfix*', '*exim*', '*sendmail*', '*relay*', '*spam*'],
    logIns('refused mails or log-ins', 'medium'),
  ],
  [
    ['*imap*', '*pop3*', '*dovecot*', '*courier*', '*vpopmail*', '*webmail*', '*roundcube*'],
    logIns('failed mail log-ins'),
  ],
  [['*rdp*', '*windows*log*', '*4625*', '*terminal*serv*'], logIns('failed Windows log-ins')],
  [
    ['*nextcloud*', '*owncloud*', '*proxmox*', '*netscaler*', '*vmware*', '*esxi*', '*telnet*'],
    logIns('failed application log-ins'),
  ],
  [['*asterisk*', '*voip*', 'sip*', '*-sip*'], onlyAsk('SIP requests')],
  [['*dns*'], onlyAsk('DNS queries', 'low')],
  [['*vpn*'], onlyAsk('failed VPN log-ins', 'high')],
  [['*firewall*', '*iptables*', '*pfsense*', '*flow*log*', '*drop*'], onlyAsk('dropped packets', 'low')],
  [['*suricata*', '*snort*', 'ids*', '*-ids*'], onlyAsk('IDS alerts')],
  [['*scan*'], onlyAsk('probes', 'low')],
  [['*brute*', 'pam*', '*-pam*', '*auth*fail*', '*log*in*fail*', '*fail*log*in*'], logIns('failed log-ins')],
];

export const BUILT_IN_RULES: readonly BuiltInRule[] = CLASSES.flatMap(([globs, rule]) =>
  globs.map((match) => ({ match, ...rule })),
);
