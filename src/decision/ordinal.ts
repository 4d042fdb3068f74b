const WORDS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** `third`; from eleven on `11th`. */
export function ordinal(number: number): string {
  return WORDS[number - 1] ?? `${number}th`;
}
