import type { Announcer } from '../../src/response/announcer.ts';

/** A channel that takes everything and remembers nothing, but for what a test says. */
export function quietAnnouncer(more: Partial<Announcer> = {}): Announcer {
  return {
    turn: async () => undefined,
    post: async () => '1.0',
    update: async () => 'updated',
    shout: async () => 'said',
    reply: async () => 'said',
    find: async () => undefined,
    notify: async () => undefined,
    postDigest: async () => '1.1',
    updateDigest: async () => 'updated',
    ...more,
  };
}

/** A channel that remembers what was posted, by its id. */
export function rememberingAnnouncer() {
  const posted: Array<{ id: string; text: string }> = [];
  return {
    posted,
    ...quietAnnouncer({
      find: async (_, id) => posted.find((each) => each.id === id)?.id,
      notify: async (_, notice) => void posted.push(notice),
    }),
  };
}
