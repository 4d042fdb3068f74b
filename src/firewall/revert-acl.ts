import { type AclEditor, REPLACES, type WholeAcl } from './acl-editor.ts';
import { entriesMissing, planCopy, type WholeEntry } from './copy-entries.ts';

/** What taking a dedicated Network ACL back means. */
export interface Reversion {
  acl: WholeAcl;
  original: WholeAcl;
  /** Rules that only the dedicated one has, AISM's among them: they end with it. */
  ending: WholeEntry[];
  /** Rules that only the original has. */
  returning: WholeEntry[];
}

/** Looks and plans; changes nothing. Throws an Error that says why it cannot be taken back. */
export async function planReversion(editor: AclEditor, id: string): Promise<Reversion> {
  const acl = await editor.read(id);
  if (!acl) throw new Error(`EC2 shows no Network ACL ${id} here: look at its id, the region and the account`);
  const replaces = acl.tags.get(REPLACES);
  if (!replaces)
    throw new Error(`${id} has no tag ${REPLACES}: it was not made by "aism acl create", and is left as it is`);
  const original = await editor.read(replaces);
  if (!original)
    throw new Error(
      `${id} stands for ${replaces}, which is not there any more: move its subnets to another one in the console`,
    );
  const copied = planCopy(original.entries, 0).entries;
  return {
    acl,
    original,
    ending: entriesMissing(acl.entries, copied),
    returning: entriesMissing(copied, acl.entries),
  };
}
