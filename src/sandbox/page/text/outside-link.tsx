import type { ReactNode } from 'react';

/** A link out of the sandbox. The page that it opens learns nothing of this one and cannot reach it. */
export function OutsideLink({ url, children }: { url: string; children: ReactNode }): ReactNode {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
