/**
 * Foreign text as one harmless line of at most `length` characters: control characters, line breaks and lone surrogates
 * become spaces, invisible and direction-changing characters go, white space is joined.
 */
export function oneLine(text: string, length: number): string {
  // What will be cut need not be cleaned: bounds the work on a huge field, with room for what the cleaning takes out.
  const line = text
    .slice(0, length * 8)
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}|\p{Cn}|[\u115f\u1160\u3164\uffa0]/gu, '')
    .trim();
  const characters = Array.from(line);
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : line;
}
