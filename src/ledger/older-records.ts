/** What records of earlier versions say of two people, who then only overrode the never-block list. */
interface Older {
  claims?: Array<{ overriddenBy?: [string, string] }>;
  override?: object;
}

/** A stored record in today's form: an earlier version's proposal waits on, and its block stays approved. */
export function inTodaysForm(stored: object): object {
  const { override, claims, ...rest }: Older = stored;
  if (override === undefined && !claims?.some((claim) => claim.overriddenBy)) return stored;
  return {
    ...rest,
    claims: claims?.map(({ overriddenBy, ...claim }) =>
      overriddenBy ? { ...claim, approved: { by: overriddenBy, reasons: ['guarded'] } } : claim,
    ),
    ...(override ? { proposal: { ...override, reasons: ['guarded'] } } : {}),
  };
}
