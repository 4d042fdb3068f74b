import { interactiveElements } from './identify.ts';
import { isObject, type JsonObject, objectsIn, stringOf } from './json-value.ts';
import { NotPossibleError } from './slack-error.ts';
import type { Block, ViewState } from './types.ts';

/** Where an element of a type keeps what was entered, and where it says what it starts with. */
interface Holder {
  field: string;
  initial: string;
  of: 'text' | 'number' | 'option' | 'options' | 'list' | 'json';
}

// The shapes of https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload (`state.values`).
const HOLDERS: Readonly<Record<string, Holder>> = {
  plain_text_input: { field: 'value', initial: 'initial_value', of: 'text' },
  email_text_input: { field: 'value', initial: 'initial_value', of: 'text' },
  url_text_input: { field: 'value', initial: 'initial_value', of: 'text' },
  number_input: { field: 'value', initial: 'initial_value', of: 'text' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', of: 'json' },
  static_select: { field: 'selected_option', initial: 'initial_option', of: 'option' },
  external_select: { field: 'selected_option', initial: 'initial_option', of: 'json' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', of: 'option' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', of: 'options' },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', of: 'json' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', of: 'options' },
  users_select: { field: 'selected_user', initial: 'initial_user', of: 'text' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', of: 'text' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', of: 'text' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', of: 'list' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', of: 'list' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', of: 'list' },
  datepicker: { field: 'selected_date', initial: 'initial_date', of: 'text' },
  timepicker: { field: 'selected_time', initial: 'initial_time', of: 'text' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', of: 'number' },
  file_input: { field: 'files', initial: 'initial_files', of: 'json' },
};

/** What the elements of blocks hold before anybody touched them, in the form of `state.values`. */
export function initialState(blocks: readonly Block[]): ViewState {
  const values: ViewState['values'] = {};
  for (const { block, element } of interactiveElements(blocks)) {
    const type = stringOf(element['type']) ?? '';
    const holder = HOLDERS[type];
    if (!holder) continue;
    const empty = holder.of === 'options' || holder.of === 'list' ? [] : null;
    setValue(values, block, element, { type, [holder.field]: element[holder.initial] ?? empty });
  }
  return { values };
}

export function setValue(values: ViewState['values'], block: Block, element: JsonObject, value: JsonObject): void {
  const inBlock = values[block.block_id] ?? {};
  inBlock[String(element['action_id'])] = value;
  values[block.block_id] = inBlock;
}

/**
 * What an element holds once a person entered `input`: a text, the value of an option, a list of those, or already the
 * state object. Throws `NotPossibleError` (400) if there is no such option.
 */
export function entered(element: JsonObject, input: unknown): JsonObject {
  const type = stringOf(element['type']) ?? '';
  const holder = HOLDERS[type];
  if (!holder) throw new NotPossibleError(`nothing can be entered in an element of type ${type}`, 400);
  const given = isObject(input) && holder.field in input ? input[holder.field] : input;
  return { type, [holder.field]: valueFor(holder, element, given) };
}

function valueFor(holder: Holder, element: JsonObject, given: unknown): unknown {
  if (given === null || given === undefined || given === '') {
    return holder.of === 'options' || holder.of === 'list' ? [] : null;
  }
  switch (holder.of) {
    case 'text':
      return String(given);
    case 'number':
      return Number(given);
    case 'option':
      return optionOf(element, given);
    case 'options':
      return listed(given).map((value) => optionOf(element, value));
    case 'list':
      return listed(given);
    case 'json':
      return given;
  }
}

function listed(given: unknown): unknown[] {
  return Array.isArray(given) ? given : String(given).split(',');
}

/** The option of a menu with this value. */
export function optionOf(element: JsonObject, given: unknown): JsonObject {
  const value = isObject(given) ? given['value'] : given;
  const options = optionsOf(element);
  const option = options.find((candidate) => candidate['value'] === value);
  if (option) return option;
  const values = options.map((candidate) => String(candidate['value'])).join(', ');
  throw new NotPossibleError(
    `"${String(element['action_id'])}" has no option "${String(value)}"; it has ${values}`,
    400,
  );
}

export function optionsOf(element: JsonObject): JsonObject[] {
  const groups = objectsIn(element['option_groups']);
  return [...objectsIn(element['options']), ...groups.flatMap((group) => objectsIn(group['options']))];
}
