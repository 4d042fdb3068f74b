import { expect, test } from 'vitest';
import { ignoreSubmitted } from '../../src/chat/listeners/ignore-submitted.ts';
import type { ListenerDeps } from '../../src/chat/listeners/listen.ts';
import { emptyRecord } from '../../src/ledger/empty-record.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { address } from '../support/address.ts';
import { storyDeps } from '../support/story-deps.ts';

type Submitted = ReturnType<typeof ignoreSubmitted>;

/** Submits the form with a card that AISM never drew, and tells what was answered where; every change of a record is an error. */
async function submit(scope: string, refuses: string[] = []): Promise<string[]> {
  const said: string[] = [];
  const records = {
    get: async () => emptyRecord(address('198.51.100.0/24')),
    change: async (_: string, edit: (draft: ReturnType<typeof emptyRecord>) => unknown) => {
      const draft = emptyRecord(address('198.51.100.0/24'));
      const result = await edit(draft);
      if (draft.snoozes.length > 0) throw new Error('something was silenced');
      return { result, record: draft };
    },
  } as unknown as Ledger['records'];
  const deps = storyDeps({ records } as Ledger);
  const post = async ({ channel, text }: { channel: string; text: string }) => {
    if (refuses.includes(channel)) throw new Error('channel_not_found');
    said.push(`${channel}: ${text}`);
  };
  const access = { may: async () => true, refusal: () => 'no' };
  const chosen = (value: string) => ({ selected_option: { value } });
  await ignoreSubmitted({ deps, access, log: deps.log } as unknown as ListenerDeps)({
    ack: async () => undefined,
    body: { user: { id: 'U1' } },
    view: {
      private_metadata: JSON.stringify(['198.51.100.0/24', '9-9', 'C_OTHER']),
      state: { values: { scope: { scope: chosen(scope) }, duration: { duration: chosen('1h') } } },
    },
    client: { chat: { postEphemeral: post, postMessage: post } },
  } as unknown as Parameters<Submitted>[0]);
  return said;
}

test.each(['this', 'address', 'rule'])(
  'a form for a card that does not stand silences nothing: scope %s',
  async (scope) => {
    expect(await submit(scope)).toEqual(['C_OTHER: This card is too old to act on. The next alert opens a new one.']);
  },
);

test('where the channel of the card cannot be written to, the answer comes as a message of its own', async () => {
  expect(await submit('rule', ['C_OTHER'])).toEqual([expect.stringMatching(/^U1: This card is too old/)]);
});
