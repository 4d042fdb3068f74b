/** Patterns of a policy are few, and each is asked for with every alert and event. */
const known = new Map<string, RegExp>();

/** Whether a whole text fits a pattern: `*` is any text, `?` one character; letter case is ignored. */
export function fitsGlob(pattern: string, text: string): boolean {
  let form = known.get(pattern);
  if (form === undefined) {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    form = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
    known.set(pattern, form);
  }
  return form.test(text);
}
