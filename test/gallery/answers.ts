import { saySelfTest } from '../../src/chat/say-self-test.ts';
import type { SelfTested } from '../../src/response/self-test.ts';
import type { Group, Picture } from './picture.ts';
import type { Stage } from './stage.ts';

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

/** What the one who types is told, after some blocks. */
function answer(name: string, about: string, text: string, user = 'U_ANALYST'): Picture {
  return {
    name,
    about,
    async draw(stage: Stage) {
      await stage.command('block 198.51.100.23 4h scans our shop');
      await stage.alert('203.0.113.7', OVER);
      await stage.alert('203.0.113.8');
      await stage.command('allow 192.0.2.0/28 30d our scanners, ask Ada');
      await stage.command('ignore 192.0.2.77 1d rule web-scan');
      await stage.work();
      return { kind: 'answer', text: await stage.command(text, user) };
    },
  };
}

const STEPS = [
  { step: 'stored', ms: 9 },
  { step: 'decided', ms: 160 },
  { step: 'wished', ms: 210 },
] as const;

/** What came of `/aism test`. */
function tested(name: string, about: string, result: SelfTested): Picture {
  const look = { mode: 'live' as const, nameOf: (target: string) => target };
  return { name, about, draw: async () => ({ kind: 'answer', text: saySelfTest(result, look) }) };
}

const TESTS = [
  tested('test', 'AISM tried itself out, and all was well.', {
    kind: 'tested',
    steps: [
      ...STEPS,
      { step: 'rule', target: 'acl-0a1b2c3d', ms: 540 },
      { step: 'card', ms: 950 },
      { step: 'gone', ms: 1090 },
    ],
    troubles: [],
  }),
  tested('test-trouble', 'It tried itself out, and EC2 refused.', {
    kind: 'tested',
    steps: [...STEPS, { step: 'card', ms: 950 }],
    troubles: ['the rule in acl-0a1b2c3d: the role may not call ec2:CreateNetworkAclEntry'],
  }),
];

export const answers: Group = {
  name: 'answers',
  title: 'Answers to commands',
  pictures: [
    answer('help', 'All commands.', 'help'),
    answer('help-block', 'One command, with examples.', 'help block'),
    answer('list', 'What is blocked and what waits.', 'list', 'U_STRANGER'),
    answer('check', 'Whether an address is blocked, by what, and what it did.', 'check 203.0.113.7'),
    answer('why', 'Why it is blocked, asked about or left alone.', 'why 203.0.113.7'),
    answer('history', 'Who did what about it.', 'history 203.0.113.7'),
    answer('stats', 'Counts of the last time.', 'stats 24h'),
    answer('block', 'A block by hand.', 'block 203.0.113.99 2h tries passwords'),
    answer('unblock', 'Its end.', 'unblock 198.51.100.23'),
    answer('refused', 'For one who may not.', 'block 203.0.113.99', 'U_STRANGER'),
    answer('guarded', 'An address that is never blocked.', 'block 203.0.113.200'),
    answer('allow-list', 'The allowlist.', 'allow list'),
    answer('ignore-list', 'What is silent.', 'ignore list'),
    answer('list-asks', 'The open questions.', 'list asks'),
    answer('report', 'When the next report comes.', 'report'),
    answer('proposed', 'What takes two people.', 'block 198.51.0.0/16 2h a botnet'),
    answer('wide-guarded', 'A wide range with something of ours in it.', 'block 203.0.0.0/16 2h a botnet'),
    answer('wrong-order', 'The address stands in the wrong place.', 'block 4h 203.0.113.9'),
    answer('no-address', 'What is meant as an address and is none.', 'check 203.0.113.999'),
    answer('alone', 'An address alone.', '192.0.2.77'),
    answer('paused', 'Nothing automatic for a while.', 'pause 2h we move the load balancer'),
    ...TESTS,
    answer('unknown', 'A command that there is not.', 'blokc 203.0.113.9'),
  ],
};
