/** How many of the latest deliveries go on being told what their person sees. */
const REMEMBERED = 200;

/** Keeps, for each thing a person did, the list of what that person was shown since. */
export interface Audience {
  /** Starts a list for a new delivery to this person. */
  begin(user: string): unknown[];
  /** Tells all the lists of this person. */
  show(user: string, item: unknown): void;
}

export function createAudience(): Audience {
  const open: { user: string; responses: unknown[] }[] = [];
  return {
    begin(user) {
      const responses: unknown[] = [];
      open.push({ user, responses });
      if (open.length > REMEMBERED) open.shift();
      return responses;
    },
    show(user, item) {
      for (const entry of open) if (entry.user === user) entry.responses.push(item);
    },
  };
}
