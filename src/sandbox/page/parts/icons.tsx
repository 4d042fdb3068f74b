import type { ReactNode } from 'react';

const paths = {
  caret: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  close: 'm4 4 8 8m0-8-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  play: 'M5 3.5v9l7.5-4.5z',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.8V8l2.2 1.5',
  forward: 'm3 4 4.5 4L3 12zm5.5 0L13 8l-4.5 4z',
  plug: 'M5.5 1.5v3m5-3v3m-7 0h9v2.8a4.5 4.5 0 0 1-9 0zM8 11.8v2.7',
  send: 'M2 8 1.5 2.2 14.5 8 1.5 13.8zm0 0h5.5',
  copy: 'M5.5 5.5v-4h9v9h-4m0-5h-9v9h9z',
  check: 'm3 8.5 3.2 3.2L13 4.5',
  eye: 'M1.2 8S3.6 3.6 8 3.6 14.8 8 14.8 8 12.4 12.4 8 12.4 1.2 8 1.2 8zM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  down: 'M8 3v10m-4-4 4 4 4-4',
  hash: 'M6.2 2 5 14m6-12L9.8 14M2.5 5.5h11.3M2.2 10.5h11.3',
  home: 'M2.5 7 8 2.3 13.5 7v6.5h-4v-4h-3v4h-4z',
  wall: 'M1.8 3h12.4v10H1.8zm0 3.3h12.4M1.8 9.7h12.4M8 3v3.3M5 6.3v3.4m6-3.4v3.4M8 9.7V13',
  book: 'M3 2h8.5a1.5 1.5 0 0 1 1.5 1.5V14H4.5A1.5 1.5 0 0 1 3 12.5zm0 10.5A1.5 1.5 0 0 1 4.5 11H13M6 5h4',
} as const;

export type IconName = keyof typeof paths;

/** A line icon in the colour and size of the text around it; it says nothing to a screen reader. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
