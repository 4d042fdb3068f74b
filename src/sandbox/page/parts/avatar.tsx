import type { ReactNode } from 'react';

/** The picture of a person (initials), of AISM (a shield) or of Slackbot. */
export function Avatar({ userId, name, bot = false }: { userId: string; name: string; bot?: boolean }): ReactNode {
  if (bot) {
    return (
      <span className="avatar avatar-bot" aria-hidden="true">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path className="shield" d="M12 3.2 19 5.8v5.1c0 4.3-2.9 7.5-7 9.1-4.1-1.6-7-4.8-7-9.1V5.8z" />
          <path className="shield-tick" d="m8.7 11.9 2.4 2.4 4.3-4.7" />
        </svg>
      </span>
    );
  }
  const initials = name
    .split(/\s+/)
    .map((word) => word.slice(0, 1))
    .join('')
    .slice(0, 2);
  return (
    <span className={`avatar avatar-${shadeOf(userId)}`} aria-hidden="true">
      {initials}
    </span>
  );
}

/** One of six colours, always the same for one person. */
function shadeOf(userId: string): number {
  let sum = 0;
  for (const char of userId) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 6007;
  return sum % 6;
}
