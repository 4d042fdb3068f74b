/**
 * The domains under which crawlers publish that their addresses have names:
 * https://developers.google.com/crawling/docs/crawlers-fetchers/verify-google-requests,
 * https://www.bing.com/webmasters/help/how-to-verify-bingbot-3905dc26,
 * https://support.apple.com/en-us/119829
 */
export const CRAWLER_DOMAINS: readonly string[] = [
  'googlebot.com',
  'google.com',
  'search.msn.com',
  'applebot.apple.com',
];
