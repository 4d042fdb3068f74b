import { userInfo } from 'node:os';

/** Who did it, for the ledger: `cli:` and the name given, else the name under which the command runs. */
export function whoRuns(name: string | undefined): string {
  const by = name ?? ownName();
  if (!/^[\w.@+-]{1,60}$/.test(by))
    throw new Error(
      `"${by}" is no name for the ledger: write --by with letters, digits or any of _.@+-, like --by ann`,
    );
  return `cli:${by}`;
}

/** A container may run under a number that has no name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
