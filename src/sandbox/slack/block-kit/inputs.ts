import { boolean, byType, type Check, type Fields, integer, list, object, string } from './check.ts';
import { actionId, dispatchActionConfig, placeholder } from './composition.ts';
import { menus } from './elements.ts';
import { richText } from './rich-text.ts';

// https://docs.slack.dev/reference/block-kit/blocks/input-block

const typed: Fields = {
  action_id: actionId,
  placeholder,
  focus_on_load: boolean,
  dispatch_action_config: dispatchActionConfig,
};

const typedText: Check = object({}, { ...typed, initial_value: string({ min: 0, max: 3000 }) });

const inputs: Fields = {
  ...menus,
  plain_text_input: object(
    {},
    {
      ...typed,
      initial_value: string({ min: 0, max: 3000 }),
      multiline: boolean,
      min_length: integer({ max: 3000 }),
      max_length: integer({ min: 1, max: 3000 }),
    },
  ),
  email_text_input: typedText,
  url_text_input: typedText,
  number_input: object(
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: string(), min_value: string(), max_value: string() },
  ),
  rich_text_input: object(
    { action_id: actionId },
    {
      ...typed,
      initial_value: byType({ rich_text: richText }),
      min_lines: integer({ min: 1, max: 100 }),
      max_lines: integer({ min: 1, max: 100 }),
    },
  ),
  file_input: object(
    {},
    { action_id: actionId, filetypes: list(string()), max_files: integer({ min: 1, max: 10 }), focus_on_load: boolean },
  ),
};

/** The one element of an input block. */
export const inputElement: Check = byType(inputs);
