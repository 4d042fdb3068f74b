import { expect, test } from 'vitest';
import { buildView } from '../../src/sandbox/slack/build-view.ts';
import { fillIn } from '../../src/sandbox/slack/delivery/entries.ts';
import type { SlackView } from '../../src/sandbox/slack/types.ts';

const label = { type: 'plain_text', text: 'Label' };
const option = (value: string): Record<string, unknown> => ({ text: { type: 'plain_text', text: value }, value });

function viewOf(...elements: Record<string, unknown>[]): SlackView {
  const blocks = elements.map(({ optional, ...element }) => ({
    type: 'input',
    block_id: `${String(element['action_id'])}_block`,
    label,
    element,
    ...(optional === true ? { optional } : {}),
  }));
  return buildView({ type: 'modal', title: label, blocks }, 'modal', { user: 'U_ANALYST', now: 1_764_000_000_000 });
}

test('each type of element keeps what was entered in its own form', () => {
  const view = viewOf(
    { type: 'plain_text_input', action_id: 'reason' },
    { type: 'static_select', action_id: 'length', options: [option('1h'), option('24h')] },
    { type: 'checkboxes', action_id: 'also', options: [option('udp'), option('tcp')] },
    { type: 'users_select', action_id: 'who' },
    { type: 'multi_users_select', action_id: 'them' },
    { type: 'datepicker', action_id: 'day' },
    { type: 'datetimepicker', action_id: 'until' },
    { type: 'number_input', action_id: 'count', is_decimal_allowed: false },
  );

  const { values } = fillIn(view, {
    reason: 'scanner',
    length: '24h',
    also: ['udp', 'tcp'],
    who: 'U_LEAD',
    them: 'U_LEAD,U_ANALYST',
    day: '2026-11-24',
    until: 1_764_000_000,
    count: 3,
  });

  expect(values).toEqual({
    reason_block: { reason: { type: 'plain_text_input', value: 'scanner' } },
    length_block: { length: { type: 'static_select', selected_option: option('24h') } },
    also_block: { also: { type: 'checkboxes', selected_options: [option('udp'), option('tcp')] } },
    who_block: { who: { type: 'users_select', selected_user: 'U_LEAD' } },
    them_block: { them: { type: 'multi_users_select', selected_users: ['U_LEAD', 'U_ANALYST'] } },
    day_block: { day: { type: 'datepicker', selected_date: '2026-11-24' } },
    until_block: { until: { type: 'datetimepicker', selected_date_time: 1_764_000_000 } },
    count_block: { count: { type: 'number_input', value: '3' } },
  });
});

test('values may be given by block and action, by action, by block, or as Slack writes them', () => {
  const view = viewOf({ type: 'plain_text_input', action_id: 'reason' });
  const filled = { reason_block: { reason: { type: 'plain_text_input', value: 'x' } } };

  for (const values of [
    { reason_block: { reason: 'x' } },
    { reason: 'x' },
    { reason_block: 'x' },
    { reason_block: { reason: { type: 'plain_text_input', value: 'x' } } },
  ]) {
    expect(fillIn(view, values).values).toEqual(filled);
  }
});

test('what is not filled in stays as the app set it', () => {
  const view = viewOf(
    { type: 'plain_text_input', action_id: 'reason', initial_value: 'scanner' },
    { type: 'plain_text_input', action_id: 'note', optional: true },
  );

  expect(fillIn(view, {}).values).toEqual({
    reason_block: { reason: { type: 'plain_text_input', value: 'scanner' } },
    note_block: { note: { type: 'plain_text_input', value: null } },
  });
});

test.each([
  ['a required field left empty', {}, 'reason_block/reason: please complete this required field'],
  ['a text that is too short', { reason: 'x' }, 'at least 3 characters'],
  ['a text that is too long', { reason: 'x'.repeat(11) }, 'the text is too long'],
  ['an option that is not there', { reason: 'good', length: '7d' }, 'has no option "7d"; it has 1h'],
  ['a field that is not there', { colour: 'red' }, 'the view has no input "colour"; it has reason_block/reason'],
])("Slack's form does not let a person go on with %s", (_name, values, message) => {
  const view = viewOf(
    { type: 'plain_text_input', action_id: 'reason', min_length: 3, max_length: 10 },
    { type: 'static_select', action_id: 'length', options: [option('1h')], optional: true },
  );

  expect(() => fillIn(view, values)).toThrow(message);
});
