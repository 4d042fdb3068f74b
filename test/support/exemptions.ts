/** Nobody is on a list, and automatic blocking is on. */
export const NO_EXEMPTIONS = { allowlist: [], ruleSnoozes: [], autoOff: undefined };
