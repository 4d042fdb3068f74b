import { randomUUID } from 'node:crypto';
import { selfTest } from '../../response/self-test.ts';
import { saySelfTest } from '../say-self-test.ts';
import type { Command } from './command.ts';

/** `/aism test` */
export const test: Command = {
  name: 'test',
  usage: 'test',
  about:
    'sends an alert about 192.0.2.1, which nobody has, the whole way: stored, decided, blocked for a minute at most, card, lifted again; tells how long each step took. It counts nowhere and takes no slot from a real block',
  examples: ['test'],
  act: 'test',
  isLong: true,
  async run(_words, { deps, user }) {
    return saySelfTest(await selfTest(deps, { by: user, id: randomUUID() }), deps);
  },
};
