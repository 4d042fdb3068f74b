import { describe, expect, test } from 'vitest';
import { blockProblems, charactersIn } from '../../src/sandbox/slack/block-kit/check-blocks.ts';
import { viewProblems } from '../../src/sandbox/slack/block-kit/check-view.ts';

type Fields = Record<string, unknown>;

const plain = (text: string): Fields => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Fields => ({ type: 'mrkdwn', text });
const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const button = (more: Fields = {}): Fields => ({ type: 'button', action_id: 'block', text: plain('Block'), ...more });
const option = (more: Fields = {}): Fields => ({ text: plain('1 hour'), value: '1h', ...more });
const overflow = (options: unknown): Fields => ({ type: 'overflow', action_id: 'more', options });
const select = (more: Fields): Fields => ({ type: 'static_select', action_id: 'pick', ...more });
const actions = (...elements: Fields[]): Fields => ({ type: 'actions', elements });
const section = (more: Fields): Fields => ({ type: 'section', ...more });
const confirm = (more: Fields = {}): Fields => ({
  title: plain('Sure?'),
  text: mrkdwn('It is *blocked*.'),
  confirm: plain('Block'),
  deny: plain('Cancel'),
  ...more,
});
const richText = (...elements: unknown[]): Fields => ({ type: 'rich_text', elements });
const inline = (...elements: unknown[]): Fields => richText({ type: 'rich_text_section', elements });
const image = (more: Fields = {}): Fields => ({ type: 'image', image_url: 'https://x/y.png', alt_text: 'y', ...more });

describe('what fits', () => {
  test.each<[string, Fields]>([
    ['a section of 3,000 characters', section({ text: mrkdwn(x(3000)) })],
    ['ten fields of 2,000 characters', section({ fields: times(10, () => plain(x(2000))) })],
    ['a header of 150 emoji, which count one each', { type: 'header', text: plain('😀'.repeat(150)) }],
    ['25 buttons', actions(...times(25, (i) => button({ action_id: `b${i}` })))],
    ['a button without action_id', actions({ type: 'button', text: plain('Go') })],
    ['a button text of 75 and a value of 2,000', actions(button({ text: plain(x(75)), value: x(2000) }))],
    ['five overflow options', actions(overflow(times(5, (i) => option({ value: `${i}` }))))],
    ['one overflow option', section({ text: plain('a'), accessory: overflow([option()]) })],
    ['an option value of 150', actions(select({ options: [option({ value: x(150) })] }))],
    ['100 options', actions(select({ options: times(100, (i) => option({ value: `${i}` })) }))],
    ['option groups', actions(select({ option_groups: [{ label: plain('Time'), options: [option()] }] }))],
    ['a confirm dialog', actions(button({ confirm: confirm(), style: 'danger' }))],
    ['ten context elements', { type: 'context', elements: times(10, () => mrkdwn('a')) }],
    ['an image in a context', { type: 'context', elements: [image(), plain('by')] }],
    ['an image block with title', image({ title: plain('A chart'), block_id: 'chart' })],
    ['a divider', { type: 'divider' }],
    ['markdown', { type: 'markdown', text: '**hi**' }],
    ['a table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, inline({ type: 'text', text: 'b' })]] }],
    [
      'rich text of every kind',
      richText(
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'a', style: { bold: true, code: true } },
            { type: 'link', url: 'https://example.org', text: 'b' },
            { type: 'user', user_id: 'U_ANALYST' },
            { type: 'usergroup', usergroup_id: 'S_ONCALL' },
            { type: 'channel', channel_id: 'C_SECURITY' },
            { type: 'emoji', name: 'no_entry' },
            { type: 'broadcast', range: 'here' },
            { type: 'date', timestamp: 1_764_000_000, format: '{date_short_pretty} {time}', fallback: 'today' },
          ],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'log' }], border: 0 },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'q' }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          indent: 1,
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'item' }] }],
        },
      ),
    ],
  ])('%s', (_name, block) => {
    expect(blockProblems([block])).toEqual([]);
  });

  test('50 blocks, and the same action_id in each of them', () => {
    const blocks = times(50, () => section({ text: mrkdwn('a'), accessory: button() }));

    expect(blockProblems(blocks)).toEqual([]);
  });
});

describe('what Slack refuses in a message, and where', () => {
  test.each<[string, string, unknown[]]>([
    ['51 blocks', 'no more than 50 items allowed [json-pointer:/blocks]', times(51, () => ({ type: 'divider' }))],
    ['a text', 'must provide an array [json-pointer:/blocks]', 'hello' as unknown as unknown[]],
    ['a block that is a text', 'must provide an object [json-pointer:/blocks/0]', ['hello']],
    ['a block without type', 'missing required field: type [json-pointer:/blocks/0]', [{ text: mrkdwn('a') }]],
    ['an unknown block', 'unsupported type: carousel [json-pointer:/blocks/0/type]', [{ type: 'carousel' }]],
    ['a name from Object', 'unsupported type: constructor [json-pointer:/blocks/0/type]', [{ type: 'constructor' }]],
    [
      'an unknown property',
      'invalid additional property: colour [json-pointer:/blocks/1]',
      [{ type: 'divider' }, { type: 'divider', colour: 'red' }],
    ],
    [
      'a property that every object has',
      'invalid additional property: constructor [json-pointer:/blocks/0]',
      [{ type: 'divider', constructor: 1 }],
    ],
    [
      'an empty section text',
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      [section({ text: mrkdwn('') })],
    ],
    [
      'a section text of 3,001',
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      [section({ text: mrkdwn(x(3001)) })],
    ],
    ['a section of nothing', 'missing required field: text [json-pointer:/blocks/0]', [section({})]],
    ['a bare string as text', 'must provide an object [json-pointer:/blocks/0/text]', [section({ text: 'hello' })]],
    [
      '11 fields',
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
      [section({ fields: times(11, () => mrkdwn('a')) })],
    ],
    [
      'a field of 2,001',
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/1/text]',
      [section({ fields: [mrkdwn('a'), mrkdwn(x(2001))] })],
    ],
    [
      'a header of 151',
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      [{ type: 'header', text: plain(x(151)) }],
    ],
    [
      'mrkdwn in a header',
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
      [{ type: 'header', text: mrkdwn('*a*') }],
    ],
    [
      '26 buttons',
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
      [actions(...times(26, (i) => button({ action_id: `b${i}` })))],
    ],
    ['no elements', 'must provide at least 1 items [json-pointer:/blocks/0/elements]', [actions()]],
    [
      'an unknown element',
      'unsupported type: lever [json-pointer:/blocks/0/elements/0/type]',
      [actions({ type: 'lever' })],
    ],
    [
      'a button text of 76',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
      [actions(button({ text: plain(x(76)) }))],
    ],
    [
      'a button value of 2,001',
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
      [actions(button({ value: x(2001) }))],
    ],
    [
      'an action_id of 256',
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
      [actions(button({ action_id: x(256) }))],
    ],
    [
      'a strange style',
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
      [actions(button({ style: 'warning' }))],
    ],
    [
      'a URL of 3,001',
      'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
      [actions(button({ url: x(3001) }))],
    ],
    [
      'the same action_id twice in one block',
      '`action_id` "block" already exists [json-pointer:/blocks/0/elements/1/action_id]',
      [actions(button(), button())],
    ],
    [
      'the same block_id twice',
      '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
    ],
    [
      'a block_id of 256',
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
      [{ type: 'divider', block_id: x(256) }],
    ],
    [
      'six overflow options',
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
      [actions(overflow(times(6, (i) => option({ value: `${i}` }))))],
    ],
    [
      'an overflow without options',
      'must provide at least 1 items [json-pointer:/blocks/0/accessory/options]',
      [section({ text: plain('a'), accessory: overflow([]) })],
    ],
    [
      'an option text of 76',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
      [actions(overflow([option({ text: plain(x(76)) })]))],
    ],
    [
      'an option value of 151',
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
      [actions(select({ options: [option({ value: x(151) })] }))],
    ],
    [
      'an option without value',
      'missing required field: value [json-pointer:/blocks/0/elements/0/options/0]',
      [actions(select({ options: [{ text: plain('a') }] }))],
    ],
    [
      '101 options',
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
      [actions(select({ options: times(101, (i) => option({ value: `${i}` })) }))],
    ],
    [
      'a confirm title of 101',
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
      [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
    ],
    [
      'a confirm text of 301',
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
      [actions(button({ confirm: confirm({ text: mrkdwn(x(301)) }) }))],
    ],
    [
      'a confirm button of 31',
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
      [actions(button({ confirm: confirm({ confirm: plain(x(31)) }) }))],
    ],
    [
      'a deny button of 31',
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
      [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
    ],
    [
      '11 context elements',
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
      [{ type: 'context', elements: times(11, () => mrkdwn('a')) }],
    ],
    [
      'a button in a context',
      'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
      [{ type: 'context', elements: [button()] }],
    ],
    [
      'an image without alt_text',
      'missing required field: alt_text [json-pointer:/blocks/0]',
      [{ type: 'image', image_url: 'https://x/y.png' }],
    ],
    [
      'an image without source',
      'missing required field: image_url [json-pointer:/blocks/0]',
      [{ type: 'image', alt_text: 'a' }],
    ],
    [
      'markdown of 12,001',
      'must be less than 12001 characters [json-pointer:/blocks/0/text]',
      [{ type: 'markdown', text: x(12_001) }],
    ],
    [
      'an empty rich text',
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
      [inline({ type: 'text', text: '' })],
    ],
    [
      'a list of texts',
      'unsupported type: text [json-pointer:/blocks/0/elements/0/elements/0/type]',
      [richText({ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'a' }] })],
    ],
    [
      'a strange rich text style',
      'invalid additional property: shiny [json-pointer:/blocks/0/elements/0/elements/0/style]',
      [inline({ type: 'text', text: 'a', style: { shiny: true } })],
    ],
    [
      'a user in preformatted text',
      'unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]',
      [richText({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] })],
    ],
  ])('%s', (_name, problem, blocks) => {
    expect(blockProblems(blocks)).toContain(problem);
  });

  test('all problems at once', () => {
    expect(blockProblems([{ type: 'nothing' }, section({ text: mrkdwn(x(3001)) })])).toHaveLength(2);
  });
});

describe('what Slack refuses in a view', () => {
  const input = (element: Fields): Fields => ({ type: 'input', block_id: 'why', label: plain('Why'), element });
  const modal = (more: Fields = {}): Fields => ({
    type: 'modal',
    title: plain('Block'),
    submit: plain('Block'),
    blocks: [input({ type: 'plain_text_input', action_id: 'reason' })],
    ...more,
  });

  test('nothing in a modal, nor in a home of 100 blocks', () => {
    expect(viewProblems(modal(), 'modal')).toEqual([]);
    expect(viewProblems({ type: 'home', blocks: times(100, () => ({ type: 'divider' })) }, 'home')).toEqual([]);
    expect(viewProblems(modal({ blocks: [] }), 'modal')).toEqual([]);
  });

  test.each<[string, Fields]>([
    ['must be less than 25 characters [json-pointer:/view/title/text]', { title: plain(x(25)) }],
    ['must be less than 25 characters [json-pointer:/view/submit/text]', { submit: plain(x(25)) }],
    ['must be less than 25 characters [json-pointer:/view/close/text]', { close: plain(x(25)) }],
    ['must be less than 3001 characters [json-pointer:/view/private_metadata]', { private_metadata: x(3001) }],
    ['must be less than 256 characters [json-pointer:/view/callback_id]', { callback_id: x(256) }],
    ['must be less than 256 characters [json-pointer:/view/external_id]', { external_id: x(256) }],
    ['no more than 100 items allowed [json-pointer:/view/blocks]', { blocks: times(101, () => ({ type: 'divider' })) }],
    ['unsupported type: markdown [json-pointer:/view/blocks/0/type]', { blocks: [{ type: 'markdown', text: 'a' }] }],
    ['unsupported type: mrkdwn [json-pointer:/view/title/type]', { title: mrkdwn('a') }],
    ['missing required field: title [json-pointer:/view]', { title: undefined }],
    [
      'missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]',
      { blocks: [input({ type: 'number_input', action_id: 'n' })] },
    ],
    [
      'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]',
      { blocks: [input({ type: 'plain_text_input', action_id: 'r', placeholder: plain(x(151)) })] },
    ],
    ['unsupported type: button [json-pointer:/view/blocks/0/element/type]', { blocks: [input(button())] }],
    ['unsupported type: home [json-pointer:/view/type]', { type: 'home' }],
  ])('%s', (problem, more) => {
    expect(viewProblems(modal(more), 'modal')).toContain(problem);
  });

  test('an input without a submit button', () => {
    const { submit: _submit, ...without } = modal();

    expect(viewProblems(without, 'modal')).toEqual([
      'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    ]);
  });
});

test('the size of a message is its text and a little for each block', () => {
  expect(charactersIn([section({ text: mrkdwn(x(3000)) })])).toBe(3020);
});
