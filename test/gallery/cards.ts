import { approveBlock } from '../../src/response/approve-block.ts';
import { ignoreAlerts } from '../../src/response/ignore-alerts.ts';
import { undoBlock } from '../../src/response/lift-block.ts';
import { address } from '../support/address.ts';
import type { Group, Picture, Shown } from './picture.ts';
import { GUARDED, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ATTACKER = '203.0.113.7';
const WIDE = '203.1.0.0/16';
/** Over the threshold of the built-in rule for SSH. */
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const SSH = {
  host: { name: 'bastion-1' },
  user: { name: 'root' },
  message: `Failed password for root from ${ATTACKER} port 51122 ssh2`,
};

/** A card of one address after what happened on the stage. */
function card(name: string, about: string, play: (stage: Stage) => Promise<unknown>, attacker = ATTACKER): Picture {
  return {
    name,
    about,
    async draw(stage): Promise<Shown> {
      await play(stage);
      return { kind: 'messages', messages: await stage.card(attacker) };
    },
  };
}

const asked = async (stage: Stage) => {
  await stage.alert(ATTACKER, SSH);
  await stage.say();
};
const episode = async (stage: Stage) =>
  (await stage.deps.ledger.records.get(address(ATTACKER))).episodes.at(-1)?.id ?? '';
const block = async (stage: Stage) => {
  const request = { address: address(ATTACKER), by: 'U_ANALYST', forMs: HOUR };
  return approveBlock(stage.deps, { ...request, episode: await episode(stage) });
};
const blocked = async (stage: Stage) => {
  await asked(stage);
  await block(stage);
  await stage.work();
};
const undone = async (stage: Stage) => {
  await blocked(stage);
  stage.clock.now += 12 * MINUTE;
  await undoBlock(stage.deps, { address: address(ATTACKER), by: 'U_LEAD' });
};
const proposed = async (stage: Stage) => {
  await stage.command(`override ${GUARDED} 4h taken over`);
  await stage.say();
};

export const cards: Group = {
  name: 'cards',
  title: 'Cards',
  pictures: [
    card('ask', 'An attacker below the threshold: a person decides.', asked),
    card('ask-much', 'The same after many alerts, with hosts, user names and lines of the log.', async (stage) => {
      for (const [index, name] of ['root', 'admin', 'ubuntu', 'postgres', 'oracle', 'git'].entries())
        await stage.alert(ATTACKER, {
          ...SSH,
          user: { name },
          host: { name: `web-${index}` },
          message: `Failed password for ${name} from ${ATTACKER} port 5112${index} ssh2`,
        });
      await stage.say();
    }),
    card(
      'ask-ipv6',
      'An attacker of IPv6 is its network.',
      async (stage) => {
        await stage.alert('2001:db8:7:1::99', SSH);
        await stage.say();
      },
      '2001:db8:7:1::/64',
    ),
    card(
      'ask-range',
      'A quarter of a /24 attacks: block the range?',
      async (stage) => {
        // Not so many in a minute that it is a storm.
        for (let first = 0; first < 65; first += 13) {
          await stage.alert(Array.from({ length: 13 }, (_, host) => `198.51.100.${first + host}`));
          await stage.say();
          stage.clock.now += 10 * MINUTE;
        }
      },
      '198.51.100.0/24',
    ),
    card('ask-again', 'It was unblocked by a person lately, and comes again.', async (stage) => {
      await undone(stage);
      await stage.work();
      stage.clock.now += HOUR;
      await stage.alert(ATTACKER, { ...SSH, ...OVER });
      await stage.work();
    }),
    card('ask-paused', 'Over the threshold, but automatic blocking is paused.', async (stage) => {
      await stage.command('pause 2h we move the load balancer');
      await stage.alert(ATTACKER, { ...SSH, ...OVER });
      await stage.say();
    }),
    card('hostile', 'The attacker chose user name and log line: they are only text.', async (stage) => {
      const name = '<!channel> *bold* <https://evil.example|click> `rm`';
      await stage.alert(ATTACKER, { ...SSH, user: { name }, message: `Invalid user ${name}\u202e\n:skull: @here` });
      await stage.say();
    }),
    card(
      'guarded',
      'An address of ours attacks: it is never blocked.',
      async (stage) => {
        await stage.alert(GUARDED, SSH);
        await stage.say();
      },
      GUARDED,
    ),
    card('override', 'Somebody proposes to block what is never blocked: a second person is wanted.', proposed, GUARDED),
    card(
      'override-lapsed',
      'Nobody approved that in time.',
      async (stage) => {
        await proposed(stage);
        stage.clock.now += 16 * MINUTE;
        await stage.work();
        await stage.say();
      },
      GUARDED,
    ),
    card(
      'override-blocked',
      'Two people blocked what is never blocked.',
      async (stage) => {
        await proposed(stage);
        await stage.command(`approve ${GUARDED}`, 'U_LEAD');
        await stage.work();
      },
      GUARDED,
    ),
    card(
      'declined',
      'The second person does not want it.',
      async (stage) => {
        await proposed(stage);
        await stage.command(`decline ${GUARDED}`, 'U_LEAD');
        await stage.say();
      },
      GUARDED,
    ),
    card('ignored', 'Somebody pressed Ignore.', async (stage) => {
      await asked(stage);
      const request = { address: address(ATTACKER), by: 'U_ANALYST', forMs: HOUR };
      await ignoreAlerts(stage.deps, { ...request, episode: await episode(stage) });
      await stage.say();
    }),
    card('pending', 'Decided; the Network ACL does not show it yet.', async (stage) => {
      await asked(stage);
      await block(stage);
      await stage.say();
    }),
    card('blocked', 'The Network ACL shows the rule.', blocked),
    card('blocked-automatically', 'Over the threshold: AISM blocked by itself.', async (stage) => {
      await stage.alert(ATTACKER, { ...SSH, ...OVER });
      await stage.work();
    }),
    card(
      'asked-then-automatically',
      'First it asked, then it went over the threshold: said below, too.',
      async (stage) => {
        await asked(stage);
        await stage.alert(ATTACKER, { ...SSH, ...OVER });
        await stage.work();
      },
    ),
    card('for-good', 'A lead proposes to block it without an end: a second person is wanted.', async (stage) => {
      await stage.command(`block ${ATTACKER} permanent runs a botnet`, 'U_LEAD');
      await stage.say();
    }),
    card(
      'wide',
      'Somebody proposes to block a wide range: a second person is wanted.',
      async (stage) => {
        await stage.command(`block ${WIDE} 2h a botnet of their customers`);
        await stage.say();
      },
      WIDE,
    ),
    card(
      'wide-declined',
      'Somebody else did not want that.',
      async (stage) => {
        await stage.command(`block ${WIDE} 2h a botnet of their customers`);
        await stage.command(`decline ${WIDE}`, 'U_LEAD');
        await stage.say();
      },
      WIDE,
    ),
    card('blocked-for-good', 'Two people blocked it without an end.', async (stage) => {
      await stage.command(`block ${ATTACKER} permanent runs a botnet`, 'U_LEAD');
      await stage.command(`approve ${ATTACKER}`);
      await stage.work();
    }),
    card('blocked-shadow', 'Mode shadow: everything but the firewall.', async (stage) => {
      Object.assign(stage.deps, { mode: 'shadow' });
      await blocked(stage);
    }),
    card('waiting', 'All rule numbers are used up.', async (stage) => {
      for (let host = 1; host <= 18; host += 1)
        await approveBlock(stage.deps, { address: address(`192.0.2.${host * 8}`), by: 'U_LEAD', forMs: HOUR });
      await stage.work();
      await blocked(stage);
    }),
    card('failed', 'EC2 refused: it is tried again each minute.', async (stage) => {
      stage.refusing.set('acl-0a1b2c3d', 'the role may not call ec2:CreateNetworkAclEntry');
      await blocked(stage);
    }),
    card('partly', 'Two Network ACLs, and one of them refuses.', async (stage) => {
      Object.assign(stage.deps, { targets: ['acl-0a1b2c3d', 'acl-9f8e7d6c'] });
      stage.refusing.set('acl-9f8e7d6c', 'the role may not call ec2:CreateNetworkAclEntry');
      await blocked(stage);
    }),
    card('drift', 'Somebody else removed the rule; AISM put it back.', async (stage) => {
      await blocked(stage);
      const kept = stage.entries('acl-0a1b2c3d');
      kept.splice(
        kept.findIndex(({ cidr }) => cidr === `${ATTACKER}/32`),
        1,
      );
      stage.clock.now += MINUTE;
      await stage.work();
    }),
    card('unblocking', 'Undo was pressed; the rule is still there.', async (stage) => {
      await undone(stage);
      await stage.say();
    }),
    card('unblocked', 'Undo, and the rule is gone.', async (stage) => {
      await undone(stage);
      await stage.work();
    }),
    card('ended', 'Its time was over.', async (stage) => {
      await blocked(stage);
      stage.clock.now += HOUR + MINUTE;
      await stage.work();
      await stage.work();
    }),
    card('came-again', 'A day later it comes again: a new card, with the way to the old one.', async (stage) => {
      await undone(stage);
      await stage.work();
      stage.clock.now += 26 * HOUR;
      await stage.alert(ATTACKER, SSH);
      await stage.work();
    }),
  ],
};
