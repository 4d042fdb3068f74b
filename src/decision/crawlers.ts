/**
 * The domains under which crawlers publish that their addresses have names:
 * https://developers.google.com/crawling/docs/crawlers-fetchers/verify-google-requests,
 * https://www.bing.com/webmasters/help/how-to-verify-bingbot-3905dc26,
 * https://support.apple.com/en-us/119829,
 * https://yandex.com/support/webmaster/robot-workings/check-yandex-robots.html,
 * https://ziyuan.baidu.com/college/articleinfo?id=2855 (of its domains, those of its crawlers).
 * Not googleusercontent.com, where anybody's machines at Google have their names. DuckDuckGo publishes addresses alone.
 */
export const CRAWLER_DOMAINS: readonly string[] = [
  'googlebot.com',
  'google.com',
  'search.msn.com',
  'applebot.apple.com',
  'yandex.com',
  'yandex.net',
  'yandex.ru',
  'crawl.baidu.com',
  'crawl.baidu.jp',
];

/** Whether a host's name lies in one of the domains. The letter case and a last dot say nothing (RFC 4343). */
export function isCrawlerName(name: string, domains: readonly string[]): boolean {
  const host = plainName(name);
  return domains.some((domain) => host === plainName(domain) || host.endsWith(`.${plainName(domain)}`));
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** What the names of an address tell. `impostor`: its name says crawler, and the crawler's domain knows nothing of it. */
export type Named =
  | { kind: 'verified'; name: string }
  | { kind: 'impostor'; name: string }
  | { kind: 'no-crawler' }
  | { kind: 'unknown' };

/** Why an address with such names is asked about and not blocked automatically, in words; undefined: no reason. */
export function crawlerDoubt(found: readonly Named[]): string | undefined {
  if (found.length === 0) return 'which single address it was is not known, so its name could not be looked up';
  const verified = found.find((each) => each.kind === 'verified');
  if (verified) return `it is a verified crawler, ${plainName(verified.name)}`;
  const isUnknown = found.some((each) => each.kind === 'unknown');
  return isUnknown ? 'its name could not be looked up, and it may be a known crawler' : undefined;
}
