import { keepAutomatic } from '../../src/response/keep-automatic.ts';
import { resumeAutomatic } from '../../src/response/resume-automatic.ts';
import { watchGuard } from '../../src/response/watch-guard.ts';
import type { Group, Picture } from './picture.ts';
import type { Stage } from './stage.ts';

const HOUR = 3_600_000;
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

function notice(name: string, about: string, play: (stage: Stage) => Promise<unknown>): Picture {
  return {
    name,
    about,
    async draw(stage) {
      await play(stage);
      return { kind: 'messages', messages: stage.notice() };
    },
  };
}

export const notices: Group = {
  name: 'notices',
  title: 'Notices to the channel',
  pictures: [
    notice('paused', 'Somebody paused automatic blocking.', async (stage) => {
      await stage.command('pause 2h we move the load balancer');
      await stage.say();
    }),
    notice('pause-over', 'The pause has run out.', async (stage) => {
      await stage.command('pause 1h');
      stage.clock.now += HOUR + 1;
      await stage.work();
    }),
    notice('resumed', 'Somebody resumed it.', async (stage) => {
      await stage.command('pause 1h');
      await resumeAutomatic(stage.deps, { by: 'U_LEAD', isLead: true });
      await stage.say();
    }),
    notice('breaker', 'Too much at once: AISM stops to block by itself.', async (stage) => {
      const attackers = Array.from({ length: 61 }, (_, host) => `203.0.113.${host}`);
      await stage.alert(attackers, OVER);
      await keepAutomatic(stage.deps);
      await stage.say();
    }),
    notice('guard-in-doubt', 'The never-block list is too old: nothing is automatic.', async (stage) => {
      stage.clock.now += 30 * HOUR;
      stage.deps.guardSource.discover = async () => {
        throw new Error('EC2 does not answer in eu-central-1');
      };
      await watchGuard(stage.deps);
      await stage.say();
    }),
  ],
};
