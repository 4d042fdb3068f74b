import type { Announcer } from '../../src/response/announcer.ts';

/** The part of an announcer that a test without a storm never asks. */
export const NO_DIGESTS: Pick<Announcer, 'postDigest' | 'updateDigest'> = {
  postDigest: async () => '1.1',
  updateDigest: async () => 'updated',
};
