import type { ReactNode } from 'react';
import { OutsideLink } from './outside-link.tsx';
import { useReader } from './reader.ts';
import { formatSlackDate } from './slack-date.ts';

interface SlackDateProps {
  /** Since the Unix epoch. */
  seconds: number;
  format: string;
  fallback: string;
  url?: string;
}

/** A time in the reader's own time zone, as Slack shows `<!date^...>`. */
export function SlackDate({ seconds, format, fallback, url }: SlackDateProps): ReactNode {
  const { now } = useReader();
  const shown = formatSlackDate(seconds, format, { now });
  if (shown === undefined) return fallback;
  const time = (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={fallback}>
      {shown}
    </time>
  );
  return url === undefined ? time : <OutsideLink url={url}>{time}</OutsideLink>;
}
