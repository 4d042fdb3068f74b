import type { ReactNode } from 'react';
import { useReader } from './reader.ts';

/** A link out of the sandbox, or to a message of its channel. The page that it opens learns nothing of this one and cannot reach it. */
export function OutsideLink({ url, children }: { url: string; children: ReactNode }): ReactNode {
  const place = useReader().placeOf(url);
  if (place !== undefined) return <a href={`#${place}`}>{children}</a>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
