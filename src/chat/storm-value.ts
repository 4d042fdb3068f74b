/** What the digest's buttons carry: which storm and source, and which of its lists they stand below. */
export interface StormValue {
  storm: string;
  source: string;
  revision: number;
}

/** As `1h|1795500000000|12|elastalert`: Slack allows 150 characters in a menu. The source may hold any sign. */
export function stormValue(duration: string, { storm, source, revision }: StormValue): string {
  return [duration, storm, revision, source].join('|');
}

export function readStormValue(value: string): (StormValue & { duration: string }) | undefined {
  const [duration, storm, revision = '', ...source] = value.split('|');
  if (!duration || !storm || !/^\d{1,9}$/.test(revision) || source.length === 0) return undefined;
  return { duration, storm, source: source.join('|'), revision: Number(revision) };
}
