import { type AclEditor, type Association, REPLACES, type WholeAcl } from './acl-editor.ts';
import { type Copy, entriesMissing, planCopy, type WholeEntry } from './copy-entries.ts';
import { FirewallError } from './firewall.ts';
import { emptyInto, moveSubnet, subnetsNotSeen } from './move-subnets.ts';
import { type Sleep, settle } from './settle.ts';

/** What will be done: a copy of one Network ACL for some of its subnets. */
export interface Dedication {
  original: WholeAcl;
  subnets: Association[];
  copy: Copy;
}

/** Looks at the subnets and plans; changes nothing. Throws an Error that says why these subnets cannot share one. */
export async function planDedication(
  editor: AclEditor,
  subnetIds: readonly string[],
  quota: number,
): Promise<Dedication> {
  const acls = await editor.ofSubnets(subnetIds);
  const used = subnetIds.map((subnetId) => ({
    subnetId,
    acl: acls.find((each) => each.subnets.some((one) => one.subnetId === subnetId)),
  }));
  const unknown = used.filter(({ acl }) => !acl).map(({ subnetId }) => subnetId);
  if (unknown.length > 0)
    throw new Error(`EC2 shows no subnet ${unknown.join(', ')} here: look at its id, the region and the account`);
  const [original, ...others] = acls;
  if (!original || others.length > 0) {
    const each = used.map(({ subnetId, acl }) => `  ${subnetId} has ${acl?.id}`).join('\n');
    throw new Error(`These subnets do not share one Network ACL. Run this once for each group:\n${each}`);
  }
  const replaces = original.tags.get(REPLACES);
  if (replaces)
    throw new Error(
      `${original.id} was made so already, in the place of ${replaces}: use it, or take it back by: aism acl revert ${original.id}`,
    );
  const copy = planCopy(original.entries, quota);
  if (copy.room === 0)
    throw new Error(
      `${original.id} has ${copy.inbound} inbound rules of at most ${quota}, * included: a copy has no room for AISM's. Take some out, or ask AWS for more rules and say how many with --quota`,
    );
  return { original, subnets: original.subnets.filter(({ subnetId }) => subnetIds.includes(subnetId)), copy };
}

/** What a dedication works with. `tell` is given what was done, step by step. */
export interface Steps {
  sleep: Sleep;
  tell(what: string): void;
}

/**
 * Makes the copy, sees that it is whole, moves the subnets, and sees that they are there; the new id. Whatever fails on the
 * way is taken back: then the subnets use the original, and the copy is gone. The Error says so, or what is left.
 */
export async function dedicate(editor: AclEditor, plan: Dedication, name: string, steps: Steps): Promise<string> {
  const { original, subnets, copy } = plan;
  const tags = new Map([
    ['Name', name],
    [REPLACES, original.id],
  ]);
  const id = await editor.create(original.vpcId, tags);
  steps.tell(`made ${id}`);
  try {
    await fill(editor, id, copy.entries, steps.sleep);
    steps.tell(`${id} has the ${copy.entries.length} rules`);
    await stillThere(editor, original);
    for (const subnet of subnets) {
      await moveSubnet(editor, subnet, id, steps.sleep);
      steps.tell(`moved ${subnet.subnetId} to ${id}`);
    }
  } catch (error) {
    throw await takenBack(editor, { id, original: original.id, error }, steps);
  }
  const missing = await subnetsNotSeen(
    editor,
    subnets.map((each) => each.subnetId),
    id,
    steps.sleep,
  );
  if (missing.length === 0) return id;
  throw new FirewallError(
    'unavailable',
    `EC2 took the moves to ${id}, but does not show ${missing.join(', ')} there after a minute: look again in the console, or take it back by: aism acl revert ${id}`,
  );
}

/** Puts the rules in and looks until EC2 shows them all. */
async function fill(editor: AclEditor, id: string, entries: readonly WholeEntry[], sleep: Sleep): Promise<void> {
  for (const entry of entries) {
    // A number that is taken is a repetition after a lost answer, or the look afterwards tells.
    const added = await settle(sleep, async () => {
      const outcome = await editor.add(id, entry);
      return outcome === 'not-there' ? undefined : outcome;
    });
    if (!added) throw new FirewallError('lost', `EC2 does not know ${id} after a minute`);
  }
  const isWhole = await settle(sleep, async () => {
    const shown = await editor.read(id);
    const differ = shown && [...entriesMissing(entries, shown.entries), ...entriesMissing(shown.entries, entries)];
    return differ?.length === 0 || undefined;
  });
  if (!isWhole) throw new FirewallError('unavailable', `EC2 does not show the rules in ${id} as they should be`);
}

/** A rule that somebody changed since the plan would be lost in the copy. */
async function stillThere(editor: AclEditor, original: WholeAcl): Promise<void> {
  const now = await editor.read(original.id);
  const differ =
    !now ||
    entriesMissing(original.entries, now.entries).length > 0 ||
    entriesMissing(now.entries, original.entries).length > 0;
  if (differ) throw new FirewallError('lost', `${original.id} has been changed meanwhile: run it again`);
}

/** Takes back what was made, whatever the error; the error that tells both. */
async function takenBack(
  editor: AclEditor,
  { id, original, error }: { id: string; original: string; error: unknown },
  steps: Steps,
): Promise<FirewallError> {
  const trouble = error instanceof FirewallError ? error.trouble : 'unavailable';
  const tell = (what: string) => new FirewallError(trouble, `${messageOf(error)}. ${what}`, { cause: error });
  steps.tell(`${messageOf(error)}; taking it back`);
  try {
    await emptyInto(editor, { from: id, to: original }, steps.sleep);
    return tell(`${id} is deleted again, and the subnets use ${original} as before.`);
  } catch (second) {
    return tell(
      `It could not all be taken back: ${messageOf(second)}. ${id} has the same rules, so nothing is open that was shut. When EC2 answers well: aism acl revert ${id}`,
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
