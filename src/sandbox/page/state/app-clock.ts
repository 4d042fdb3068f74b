import { createContext, useContext, useEffect, useState } from 'react';

/** How far the application's clock is ahead of this machine's, in milliseconds. */
export const AheadContext = createContext(0);

/** The application's time in milliseconds, anew in every `every` milliseconds. */
export function useAppNow(every = 1000): number {
  const ahead = useContext(AheadContext);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now + ahead;
}
