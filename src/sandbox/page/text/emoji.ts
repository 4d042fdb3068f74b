/** The shortcodes that the sandbox draws. Slack knows thousands; the others stay visible as `:name:`. */
const characters: Record<string, string> = {
  alarm_clock: '⏰',
  arrow_forward: '▶️',
  arrow_right: '➡️',
  arrows_counterclockwise: '🔄',
  bell: '🔔',
  black_circle: '⚫',
  boom: '💥',
  bulb: '💡',
  chart_with_upwards_trend: '📈',
  clock1: '🕐',
  computer: '💻',
  earth_americas: '🌎',
  exclamation: '❗',
  eyes: '👀',
  fire: '🔥',
  globe_with_meridians: '🌐',
  hammer_and_wrench: '🛠️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  memo: '📝',
  mute: '🔇',
  no_bell: '🔕',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  octagonal_sign: '🛑',
  ok_hand: '👌',
  pause_button: '⏸️',
  pushpin: '📌',
  question: '❓',
  red_circle: '🔴',
  robot_face: '🤖',
  rotating_light: '🚨',
  shield: '🛡️',
  siren: '🚨',
  stopwatch: '⏱️',
  tada: '🎉',
  thumbsup: '👍',
  '+1': '👍',
  unlock: '🔓',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  x: '❌',
  zzz: '💤',
};

/** The character of a shortcode such as `no_entry`, or `undefined` if the sandbox does not know it. */
export function emojiCharacter(name: string): string | undefined {
  return Object.hasOwn(characters, name) ? characters[name] : undefined;
}

export interface EmojiPiece {
  kind: 'emoji';
  name: string;
}

export interface TextPiece {
  kind: 'text';
  text: string;
}

/** Cuts a plain text at its known shortcodes. */
export function splitEmoji(text: string): (TextPiece | EmojiPiece)[] {
  const pieces: (TextPiece | EmojiPiece)[] = [];
  let from = 0;
  for (const match of text.matchAll(/:([a-z0-9_+-]{1,40}):/g)) {
    const name = match[1] ?? '';
    if (emojiCharacter(name) === undefined || match.index < from) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'emoji', name });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
