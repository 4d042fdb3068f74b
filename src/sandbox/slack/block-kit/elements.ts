import { boolean, type Check, type Fields, integer, list, object, rule, string } from './check.ts';
import {
  actionId,
  choice,
  colour,
  confirm,
  option,
  optionGroup,
  overflowOption,
  placeholder,
  plainText,
  url,
} from './composition.ts';

// https://docs.slack.dev/reference/block-kit/block-elements

/** A button: text 75, value 2,000, URL 3,000 characters. */
const button = object(
  { text: plainText(75) },
  {
    action_id: actionId,
    value: string({ min: 0, max: 2000 }),
    url,
    style: colour,
    confirm,
    accessibility_label: string({ max: 75 }),
  },
);

/** An overflow menu: 1 to 5 options. */
const overflow = object({ options: list(overflowOption, { max: 5 }) }, { action_id: actionId, confirm });

const common: Fields = { action_id: actionId, confirm, focus_on_load: boolean };
const menu: Fields = { ...common, placeholder };
const many: Fields = { ...menu, max_selected_items: integer({ min: 1 }) };
const id = string();

const eitherOptions = rule((select) =>
  (select['options'] === undefined) === (select['option_groups'] === undefined)
    ? 'must provide either `options` or `option_groups`'
    : undefined,
);

/** A menu of fixed choices: 1 to 100 options, or 1 to 100 groups of them. */
function staticMenu(fields: Fields): Check {
  const lists = { options: list(option, { max: 100 }), option_groups: list(optionGroup, { max: 100 }) };
  return object({}, { ...fields, ...lists }, eitherOptions);
}

const conversationMenu: Fields = { default_to_current_conversation: boolean, filter: object({}, anyFilter()) };

function anyFilter(): Fields {
  return { include: list(id), exclude_external_shared_channels: boolean, exclude_bot_users: boolean };
}

/** Menus and pickers; they stand in actions, sections and inputs alike. */
export const menus: Fields = {
  static_select: staticMenu({ ...menu, initial_option: option }),
  users_select: object({}, { ...menu, initial_user: id }),
  conversations_select: object(
    {},
    { ...menu, ...conversationMenu, initial_conversation: id, response_url_enabled: boolean },
  ),
  channels_select: object({}, { ...menu, initial_channel: id, response_url_enabled: boolean }),
  external_select: object({}, { ...menu, initial_option: option, min_query_length: integer() }),
  multi_static_select: staticMenu({ ...many, initial_options: list(option, { max: 100 }) }),
  multi_users_select: object({}, { ...many, initial_users: list(id) }),
  multi_conversations_select: object({}, { ...many, ...conversationMenu, initial_conversations: list(id) }),
  multi_channels_select: object({}, { ...many, initial_channels: list(id) }),
  multi_external_select: object({}, { ...many, initial_options: list(option), min_query_length: integer() }),
  datepicker: object({}, { ...menu, initial_date: string({ max: 10 }) }),
  timepicker: object({}, { ...menu, initial_time: string({ max: 5 }), timezone: string() }),
  datetimepicker: object({}, { ...common, initial_date_time: integer() }),
  radio_buttons: object({ options: list(choice, { max: 10 }) }, { ...common, initial_option: choice }),
  checkboxes: object({ options: list(choice, { max: 10 }) }, { ...common, initial_options: list(choice, { max: 10 }) }),
};

/** What people press: buttons and overflow menus, which hold no state. */
export const pressed: Fields = { button, overflow };
