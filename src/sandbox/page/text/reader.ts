import { createContext, useContext } from 'react';

/** What text needs to know of its reader: how people and channels are called, and what "today" is, in milliseconds. */
export interface Reader {
  nameOf(userId: string): string;
  channelOf(channelId: string): string;
  now: number;
  /** Where on this page a link leads to, if it leads to a message here. */
  placeOf(url: string): string | undefined;
}

export const ReaderContext = createContext<Reader>({
  nameOf: (userId) => userId,
  channelOf: (channelId) => channelId,
  now: 0,
  placeOf: () => undefined,
});

export function useReader(): Reader {
  return useContext(ReaderContext);
}
