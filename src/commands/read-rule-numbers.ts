/** Reads `1,2,5-9`: rule numbers, each once. Throws with what to write. */
export function readRuleNumbers(text: string): number[] {
  const numbers = text.split(',').flatMap((part) => {
    const found = /^(?<from>\d{1,5})(?:-(?<to>\d{1,5}))?$/.exec(part.trim())?.groups;
    const [from, to] = [Number(found?.['from']), Number(found?.['to'] ?? found?.['from'])];
    if (!(from >= 1 && from <= to && to <= 32766))
      throw new Error(`--rules: "${part}" is no rule number or range of them: write them like 1,2,5-9`);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  return [...new Set(numbers)];
}
