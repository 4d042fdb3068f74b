import type { AclEditor, Association } from './acl-editor.ts';
import { FirewallError } from './firewall.ts';
import { type Sleep, settle } from './settle.ts';

/** Moves a subnet from one Network ACL to another. Throws FirewallError. */
export async function moveSubnet(
  editor: AclEditor,
  { subnetId, associationId }: Association,
  to: string,
  sleep: Sleep,
): Promise<void> {
  if ((await editor.associate(associationId, to)) !== undefined) return;
  // The association is gone: a try before this one moved it and its answer was lost, or somebody else has moved it.
  const now = await settle(sleep, async () => {
    const [acl] = await editor.ofSubnets([subnetId]);
    const shown = acl?.subnets.find((each) => each.subnetId === subnetId);
    return shown?.associationId === associationId ? undefined : { id: acl?.id };
  });
  if (now?.id === to) return;
  throw new FirewallError(
    'lost',
    `${subnetId} was moved by somebody else meanwhile, to ${now?.id ?? 'nobody knows where'}`,
  );
}

/** Waits until EC2 shows these subnets at a Network ACL; those that it does not show in time. */
export async function subnetsNotSeen(
  editor: AclEditor,
  subnetIds: readonly string[],
  at: string,
  sleep: Sleep,
): Promise<string[]> {
  let missing = [...subnetIds];
  await settle(sleep, async () => {
    const shown = new Set((await editor.read(at))?.subnets.map((each) => each.subnetId));
    missing = subnetIds.filter((id) => !shown.has(id));
    return missing.length === 0 || undefined;
  });
  return missing;
}

/**
 * Moves every subnet of a Network ACL to another, sees that they are there, and deletes the emptied one; the subnets that
 * were moved. Only when EC2 deletes it, no subnet is left: it refuses by what is, while it shows what was. Throws
 * FirewallError with what is left to do; it may then be called again.
 */
export async function emptyInto(
  editor: AclEditor,
  { from, to }: { from: string; to: string },
  sleep: Sleep,
): Promise<string[]> {
  const left = new Map<string, string>();
  const moved = new Set<string>();
  let why = 'EC2 does not show it yet';
  const done = await settle(sleep, async () => {
    try {
      const shown = await editor.read(from);
      for (const each of shown?.subnets ?? []) left.set(each.associationId, each.subnetId);
      why = (await moveAll(editor, left, moved, to)) ?? why;
      if (left.size > 0) return undefined;
      const there = new Set((await editor.read(to))?.subnets.map((each) => each.subnetId));
      if ([...moved].some((subnetId) => !there.has(subnetId))) return undefined;
      return (await editor.delete(from)) === 'in-use' ? undefined : true;
    } catch (error) {
      if (!(error instanceof FirewallError) || error.trouble === 'forbidden') throw error;
      why = error.message;
      return undefined;
    }
  });
  if (done) return [...moved];
  const rest =
    left.size > 0 ? `${[...left.values()].join(', ')} could not be moved to ${to}` : `${from} could not be deleted`;
  throw new FirewallError('unavailable', `${rest}: ${why}`);
}

/** Each is tried, also when one before it failed; why the last one that failed did. What is forbidden stays so: it throws. */
async function moveAll(
  editor: AclEditor,
  left: Map<string, string>,
  moved: Set<string>,
  to: string,
): Promise<string | undefined> {
  let failure: FirewallError | undefined;
  for (const [associationId, subnetId] of left) {
    try {
      if ((await editor.associate(associationId, to)) !== undefined) moved.add(subnetId);
      left.delete(associationId);
    } catch (error) {
      if (!(error instanceof FirewallError)) throw error;
      failure = error;
    }
  }
  if (failure?.trouble === 'forbidden') throw failure;
  return failure?.message;
}
