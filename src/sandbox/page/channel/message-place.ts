/** The name of the place on the page where a message stands, to be linked to. */
export function placeOf(ts: string): string {
  return `message-${ts.replace('.', '-')}`;
}

/** The place that one of Slack's links to a message leads to, if it is one to this channel. */
export function placeOfLink(url: string, channel: string): string | undefined {
  const [, where, seconds, fraction] = /^https:\/\/slack\.com\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(url) ?? [];
  return where === channel && seconds && fraction ? placeOf(`${seconds}.${fraction}`) : undefined;
}
