import { boolean, byType, type Check, type Fields, integer, list, object, string, word } from './check.ts';
import { blockId, url } from './composition.ts';

// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

const style = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const border = integer({ max: 1 });
const text = object({ text: string() }, { style });
const link = object({ url }, { text: string(), unsafe: boolean, style });

const inline: Fields = {
  text,
  link,
  user: object({ user_id: string() }, { style }),
  usergroup: object({ usergroup_id: string() }, { style }),
  channel: object({ channel_id: string() }, { style }),
  team: object({ team_id: string() }, { style }),
  emoji: object({ name: string() }, { unicode: string(), skin_tone: integer(), url, style }),
  broadcast: object({ range: word('here', 'channel', 'everyone') }, { style }),
  color: object({ value: string() }, { style }),
  date: object({ timestamp: integer(), format: string() }, { url, fallback: string(), style }),
};

const section = object({ elements: list(byType(inline), { min: 0 }) });

/** A `rich_text` block: sections, lists, quotes and preformatted text, each of inline elements. */
export const richText: Check = object(
  {
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_quote: object({ elements: list(byType(inline), { min: 0 }) }, { border }),
        rich_text_preformatted: object(
          { elements: list(byType({ text, link }), { min: 0 }) },
          { border, language: string() },
        ),
        rich_text_list: object(
          { style: word('bullet', 'ordered'), elements: list(byType({ rich_text_section: section })) },
          { indent: integer({ max: 8 }), offset: integer(), border },
        ),
      }),
    ),
  },
  { block_id: blockId },
);
