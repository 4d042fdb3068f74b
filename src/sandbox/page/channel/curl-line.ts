/** An alert as ElastAlert posts one, as a command for a shell (over several lines). `now` is the application's time in milliseconds. */
export function curlLine(alerts: string, webhookToken: string, now: number): string {
  const body = {
    '@timestamp': new Date(now).toISOString(),
    aism_rule: 'ssh-brute-force',
    source: { ip: '203.0.113.9' },
    user: { name: 'root' },
    host: { name: 'web-1' },
    event: { action: 'ssh_login', outcome: 'failure' },
    num_hits: 57,
    num_matches: 1,
  };
  return [
    `curl -sS '${alerts}'`,
    `-H 'Authorization: Bearer ${webhookToken}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' \\\n  ');
}
