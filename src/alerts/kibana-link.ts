import { type Body, ownValue } from './body-fields.ts';

/** Slack's limit for a URL in a button is 3,000 characters. https://docs.slack.dev/reference/block-kit/block-elements */
const LONGEST = 3000;

/** The body's link to Kibana Discover, if it is plain http or https without credentials; fit for any place in a message. */
export function kibanaLink(body: Body): string | undefined {
  const text = ownValue(body, 'kibana_discover_url');
  if (typeof text !== 'string' || text.length > LONGEST || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const href = url.href.replace(/[<>|"`]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return href.length > LONGEST ? undefined : href;
}
