import { boolean, byType, type Check, list, object, string, word } from './check.ts';

// https://docs.slack.dev/reference/block-kit/composition-objects : text 3,000 characters unless the place allows less.

const TEXT = 3000;

/** A `plain_text` object. */
export function plainText(max = TEXT): Check {
  return byType({ plain_text: object({ text: string({ max }) }, { emoji: boolean }) });
}

/** A `plain_text` or `mrkdwn` object. */
export function anyText(max = TEXT): Check {
  return byType(textKinds(max));
}

export function textKinds(max = TEXT): Record<string, Check> {
  return {
    plain_text: object({ text: string({ max }) }, { emoji: boolean }),
    mrkdwn: object({ text: string({ max }) }, { verbatim: boolean }),
  };
}

export const actionId = string({ max: 255 });
export const blockId = string({ max: 255 });
export const url = string({ max: 3000 });
export const colour = word('primary', 'danger');
export const placeholder = plainText(150);

/** A confirmation dialog: title 100, text 300, each button 30 characters. */
export const confirm = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: colour },
);

/** An option of a menu: text 75, value 150, description 75 characters. */
export const option = object({ text: plainText(75), value: string({ max: 150 }) }, { description: plainText(75) });

/** An option of an overflow menu, which may open a URL. */
export const overflowOption = object(
  { text: plainText(75), value: string({ max: 150 }) },
  { description: plainText(75), url },
);

/** An option of radio buttons or checkboxes, which may use mrkdwn. */
export const choice = object({ text: anyText(75), value: string({ max: 150 }) }, { description: anyText(75) });

export const optionGroup = object({ label: plainText(75), options: list(option, { max: 100 }) });

export const dispatchActionConfig = object({
  trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), { max: 2 }),
});
