export interface KnownService {
  name: string;
  /** Where it listens by default; all of them TCP. */
  ports: readonly number[];
  /** Names of the processes that write its log. */
  processes: RegExp;
  /** Datasets of Filebeat and Elastic Agent that hold only its log. */
  datasets?: RegExp;
  /** Other fields that give it away. */
  marks?: readonly { field: string; is: RegExp }[];
}

/** The services whose logs name an attacker's address. A dataset that mixes several services is not here. */
export const knownServices: readonly KnownService[] = [
  {
    name: 'ssh',
    ports: [22],
    processes: /^(sshd|sshd-session|dropbear)$/,
    datasets: /^system\.auth$/,
    marks: [{ field: 'system.auth.ssh.event', is: /./ }],
  },
  {
    name: 'http',
    ports: [80, 443],
    processes: /^(nginx|apache2?|httpd|haproxy|traefik|caddy|w3wp)$/,
    datasets: /^(nginx|apache2?|iis|traefik)\.(access|error)$/,
    marks: [{ field: 'http.request.method', is: /./ }],
  },
  { name: 'ftp', ports: [21], processes: /^(vsftpd|proftpd|pure-ftpd)$/ },
  { name: 'smtp', ports: [25, 465, 587], processes: /^(postfix(\/.*)?|exim[4d]?|sendmail)$/, datasets: /^postfix\./ },
  {
    name: 'mail boxes',
    ports: [110, 143, 993, 995],
    processes: /^(dovecot|imap-login|pop3-login)$/,
    datasets: /^dovecot\./,
  },
  { name: 'mysql', ports: [3306], processes: /^(mysqld?|mariadbd?)$/, datasets: /^mysql\./ },
  { name: 'postgresql', ports: [5432], processes: /^postgres(ql)?$/, datasets: /^postgresql\./ },
  { name: 'mssql', ports: [1433], processes: /^sqlservr(\.exe)?$/, datasets: /^mssql\./ },
  { name: 'mongodb', ports: [27017], processes: /^mongod$/, datasets: /^mongodb\./ },
  // A logon of type 10 comes over Remote Desktop.
  {
    name: 'rdp',
    ports: [3389],
    processes: /^termservice$/,
    marks: [{ field: 'winlog.event_data.LogonType', is: /^(10|RemoteInteractive)$/ }],
  },
];
