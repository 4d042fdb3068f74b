import type { WholeEntry } from './copy-entries.ts';

/** A Network ACL with all that is in it and on it. */
export interface WholeAcl {
  id: string;
  vpcId: string;
  entries: WholeEntry[];
  subnets: Association[];
  tags: ReadonlyMap<string, string>;
}

/** That a subnet uses a Network ACL. EC2 gives it a new id with each move. */
export interface Association {
  subnetId: string;
  associationId: string;
}

/** Makes, fills, uses and deletes Network ACLs. Throws FirewallError. What it did is known when `read` shows it. */
export interface AclEditor {
  read(id: string): Promise<WholeAcl | undefined>;
  /** The Network ACLs that these subnets use now. */
  ofSubnets(subnetIds: readonly string[]): Promise<WholeAcl[]>;
  /** A new one that denies everything; its id. */
  create(vpcId: string, tags: ReadonlyMap<string, string>): Promise<string>;
  /** `not-there`: EC2 does not know the Network ACL, or not yet. */
  add(id: string, entry: WholeEntry): Promise<'done' | 'number-taken' | 'not-there'>;
  /** Moves a subnet; the new association's id, or undefined when the old association is not there any more. */
  associate(associationId: string, id: string): Promise<string | undefined>;
  delete(id: string): Promise<'done' | 'in-use' | 'not-there'>;
}

/** The tag that says which Network ACL a dedicated one stands for. */
export const REPLACES = 'aism:replaces';
