import type { ReactNode } from 'react';

/** The inside of a 24 by 24 drawing for the emoji that cards use most, or `undefined` for the others. */
export function emojiDrawing(name: string): ReactNode | undefined {
  const disc = Object.hasOwn(discs, name) ? discs[name] : undefined;
  if (disc !== undefined) return <circle cx="12" cy="12" r="10" fill={disc} />;
  return Object.hasOwn(drawings, name) ? drawings[name] : undefined;
}

const RED = '#dd2e44';
const GREEN = '#4fae4a';
const YELLOW = '#f6c142';

const discs: Record<string, string> = {
  red_circle: RED,
  large_orange_circle: '#f08c1c',
  large_yellow_circle: YELLOW,
  large_green_circle: GREEN,
  large_blue_circle: '#4a90d9',
  black_circle: '#3b3b40',
  white_circle: '#d5d5da',
};

const hourglass = (
  <>
    <path d="M6 2h12v3c0 3.4-2.6 5-4 7 1.4 2 4 3.6 4 7v3H6v-3c0-3.4 2.6-5 4-7-1.4-2-4-3.6-4-7z" fill="#bfdcf2" />
    <path
      d="M8 6.5h8c-.5 2-2.7 3.3-3.6 4.8h-.8C10.7 9.8 8.5 8.5 8 6.5zM8 19.5c.3-2 2.2-3.4 4-4.5 1.8 1.1 3.7 2.5 4 4.5z"
      fill={YELLOW}
    />
    <path d="M5 1.5h14v2H5zM5 20.5h14v2H5z" fill="#8a5a34" />
  </>
);

const drawings: Record<string, ReactNode> = {
  no_entry: (
    <>
      <circle cx="12" cy="12" r="10.5" fill={RED} />
      <rect x="5" y="9.7" width="14" height="4.6" rx="1" fill="#fff" />
    </>
  ),
  no_entry_sign: (
    <>
      <circle cx="12" cy="12" r="9" fill="none" stroke={RED} strokeWidth="3" />
      <path d="m5.8 5.8 12.4 12.4" stroke={RED} strokeWidth="3" />
    </>
  ),
  octagonal_sign: <path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill={RED} />,
  pause_button: (
    <>
      <rect x="2" y="2" width="20" height="20" rx="4" fill="#4a78a8" />
      <path d="M8 6.5h3v11H8zM13 6.5h3v11h-3z" fill="#fff" />
    </>
  ),
  arrow_forward: (
    <>
      <rect x="2" y="2" width="20" height="20" rx="4" fill="#4a78a8" />
      <path d="m8.5 6 9 6-9 6z" fill="#fff" />
    </>
  ),
  white_check_mark: (
    <>
      <rect x="2" y="2" width="20" height="20" rx="4" fill={GREEN} />
      <path d="m6.5 12.3 3.8 3.9 7.3-8.4" fill="none" stroke="#fff" strokeWidth="2.8" />
    </>
  ),
  x: <path d="m5 5 14 14M19 5 5 19" stroke={RED} strokeWidth="4" strokeLinecap="round" />,
  warning: (
    <>
      <path d="M12 2.5 23 21.5H1z" fill={YELLOW} stroke={YELLOW} strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M12 9v6" stroke="#2b2b2e" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="12" cy="18.3" r="1.4" fill="#2b2b2e" />
    </>
  ),
  hourglass,
  hourglass_flowing_sand: hourglass,
  shield: (
    <>
      <path d="M12 1.5 21 4.8v6.4c0 5.4-3.7 9.3-9 11.3-5.3-2-9-5.9-9-11.3V4.8z" fill="#4a78a8" />
      <path d="M12 4.2v15.5c-3.9-1.7-6.5-4.5-6.5-8.6V6.6z" fill="#9fbfdd" />
    </>
  ),
  eyes: (
    <>
      <ellipse cx="7" cy="12" rx="5" ry="7.5" fill="#fff" stroke="#55555c" />
      <ellipse cx="17" cy="12" rx="5" ry="7.5" fill="#fff" stroke="#55555c" />
      <ellipse cx="5.2" cy="13" rx="2.3" ry="3.2" fill="#3b2a20" />
      <ellipse cx="15.2" cy="13" rx="2.3" ry="3.2" fill="#3b2a20" />
    </>
  ),
  rotating_light: (
    <>
      <path d="M6 17v-4.5a6 6 0 0 1 12 0V17z" fill={RED} />
      <rect x="4" y="17" width="16" height="4" rx="1" fill="#6a6a72" />
      <path d="M12 1v2.5M3 5l1.8 1.8M21 5l-1.8 1.8" stroke={RED} strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  information_source: (
    <>
      <rect x="2" y="2" width="20" height="20" rx="4" fill="#4a90d9" />
      <path d="M12 11v6" stroke="#fff" strokeWidth="2.8" />
      <circle cx="12" cy="7.5" r="1.7" fill="#fff" />
    </>
  ),
};
