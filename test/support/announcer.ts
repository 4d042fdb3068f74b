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
