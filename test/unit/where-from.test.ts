import { describe, expect, test } from 'vitest';
import { whereFrom } from '../../src/chat/where-from.ts';

const ours = { team: new Set(['T1', 'E1']), channel: 'C1' };
const click = { type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' }, channel: { id: 'C1' } };

describe('a request comes', () => {
  test.each<[string, unknown, string]>([
    ['from us: a click in our channel', click, 'ours'],
    ['from us: a click in a direct message', { ...click, channel: { id: 'D9' } }, 'ours'],
    ['from us: a click in a form', { ...click, channel: undefined, view: { type: 'modal' } }, 'ours'],
    ['from us: a person with the id of our organisation', { ...click, user: { id: 'U1', team_id: 'E1' } }, 'ours'],
    ['from us: a command anywhere', { team_id: 'T1', channel_id: 'C7', command: '/aism' }, 'ours'],
    ['from us: a form', { type: 'view_submission', team: { id: 'T1' }, user: { id: 'U1' }, view: {} }, 'ours'],
    ['from elsewhere: another channel', { ...click, channel: { id: 'C7' } }, 'elsewhere'],
    ['from elsewhere: a view that is none', { ...click, channel: { id: 'C7' }, view: null }, 'elsewhere'],
    ['from elsewhere: no channel', { ...click, channel: undefined }, 'elsewhere'],
    ['from elsewhere: another container', { ...click, channel: null, container: { channel_id: 'C7' } }, 'elsewhere'],
    ['from others: their workspace', { ...click, team: { id: 'T2' } }, 'foreign'],
    ['from others: their person in our channel', { ...click, user: { id: 'U1', team_id: 'T2' } }, 'foreign'],
    ['from others: no workspace at all', { ...click, team: null, user: { id: 'U1' } }, 'foreign'],
    ['from others: what is no request', 'nonsense', 'foreign'],
  ])('%s', (_what, body, from) => {
    expect(whereFrom(body, ours)).toBe(from);
  });

  test('from wherever, while nobody knows which workspace is ours; the channel counts all the same', () => {
    const unknown = { ...ours, team: undefined };
    expect(whereFrom({ ...click, team: { id: 'T2' } }, unknown)).toBe('ours');
    expect(whereFrom({ ...click, channel: { id: 'C7' } }, unknown)).toBe('elsewhere');
  });
});
