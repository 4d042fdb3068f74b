/** Spreads keys over partitions, always the same one for the same text. */
export function shardOf(text: string, shards: number): number {
  let sum = 0;
  for (const char of text) sum = (sum + char.charCodeAt(0)) % shards;
  return sum;
}
