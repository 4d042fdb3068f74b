import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { pauseAutomatic } from '../../response/pause-automatic.ts';
import { escapeMrkdwn, plain } from '../cards/plain.ts';
import { sayPauseAnswer } from '../say-automatic.ts';
import type { Command } from './command.ts';

/** `/aism pause 2h we test the new firewall` */
export const pause: Command = {
  name: 'pause',
  usage: 'pause [duration] [reason]',
  about: 'stops automatic blocking for so long, or until somebody resumes it; attackers are asked about meanwhile',
  examples: ['pause', 'pause 2h we move the load balancer'],
  act: 'pause',
  async run(words, { deps, user }) {
    const [first, ...others] = words;
    const duration = first === undefined ? undefined : parseDuration(first);
    // As for a block: a first word that begins with a digit is meant as a duration.
    if (duration && !duration.ok && /^\d/.test(first ?? '')) return `${escapeMrkdwn(duration.why)}.`;
    if (duration?.ok && duration.ms < SHORTEST_MS) return 'The shortest pause is 1 minute.';
    const why = plain((duration?.ok ? others : words).join(' '), 300);
    return sayPauseAnswer(await pauseAutomatic(deps, { by: user, forMs: duration?.ok ? duration.ms : null, why }));
  },
};
