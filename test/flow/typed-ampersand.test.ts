import { afterEach, beforeEach, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

// Slack sends &, < and > of what a person typed as &amp;, &lt; and &gt;.
test('a rule whose name has an ampersand is silenced by the name that was typed', async () => {
  const said = told(await world.command('ignore rule "ssh &amp; <telnet> &gt; 5" 1h confirm'));
  expect(said).toContain('ssh &amp; ');
  expect(said).not.toContain('&amp;amp;');

  await world.alert('203.0.113.1', { aism_rule: 'ssh & <telnet> > 5' });
  await world.alert('203.0.113.2', { aism_rule: 'another' });
  expect(wordsOf(await world.card('203.0.113.2'))).toContain('another');
  expect(await world.cards('203.0.113.1')).toEqual([]);
  expect((await world.state()).actions.filter(({ address }) => address === '203.0.113.1/32')).toMatchObject([
    { kind: 'alert', after: 'ignore' },
  ]);
});
