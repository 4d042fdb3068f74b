import { boolean, byType, type Check, type Fields, integer, list, object, rule, string, word } from './check.ts';
import { anyText, blockId, plainText, textKinds, url } from './composition.ts';
import { menus, pressed } from './elements.ts';
import { inputElement } from './inputs.ts';
import { richText } from './rich-text.ts';

// https://docs.slack.dev/reference/block-kit/blocks . Slack's newest blocks (card, carousel, container, plan ...) are
// left out: the sandbox refuses what it cannot draw.

const altText = string({ max: 2000 });
const slackFile = object({}, { id: string(), url });
const picture = rule((image) =>
  (image['image_url'] === undefined) === (image['slack_file'] === undefined)
    ? 'missing required field: image_url'
    : undefined,
);
const imageElement = object({ alt_text: altText }, { image_url: url, slack_file: slackFile }, picture);

const anywhere: Fields = {
  actions: object({ elements: list(byType({ ...menus, ...pressed }), { max: 25 }) }, { block_id: blockId }),
  context: object(
    { elements: list(byType({ ...textKinds(), image: imageElement }), { max: 10 }) },
    { block_id: blockId },
  ),
  divider: object({}, { block_id: blockId }),
  header: object({ text: plainText(150) }, { block_id: blockId }),
  image: object(
    { alt_text: altText },
    { image_url: url, slack_file: slackFile, title: plainText(2000), block_id: blockId },
    picture,
  ),
  input: object(
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean, block_id: blockId },
  ),
  rich_text: richText,
  section: object(
    {},
    {
      text: anyText(3000),
      fields: list(anyText(2000), { max: 10 }),
      accessory: byType({ ...menus, ...pressed, image: imageElement }),
      expand: boolean,
      block_id: blockId,
    },
    rule((section) =>
      section['text'] === undefined && section['fields'] === undefined ? 'missing required field: text' : undefined,
    ),
  ),
};

const cell = byType({
  raw_text: object({ text: string() }),
  raw_number: object({ value: anyNumber, text: string() }),
  rich_text: richText,
});

const inMessages: Fields = {
  ...anywhere,
  markdown: object({ text: string({ min: 0, max: 12_000 }) }, { block_id: blockId }),
  table: object(
    { rows: list(list(cell, { max: 20 }), { max: 100 }) },
    {
      column_settings: list(object({}, { align: word('left', 'center', 'right'), is_wrapped: boolean }), { max: 20 }),
      block_id: blockId,
      page_size: integer({ min: 1, max: 100 }),
    },
  ),
};

function anyNumber(value: unknown, at: string, report: (problem: string, at: string) => void): void {
  if (typeof value !== 'number') report('must provide a number', at);
}

/** The blocks of a message: at most 50. */
export const messageBlocks: Check = list(byType(inMessages), { min: 0, max: 50 });

/** The blocks of a modal or of App Home: at most 100. */
export const viewBlocks: Check = list(byType(anywhere), { min: 0, max: 100 });
