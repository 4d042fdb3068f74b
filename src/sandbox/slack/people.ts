import { USER_GROUPS } from './world.ts';

/** What changes about people: who left, and who is in a user group. */
export interface People {
  isDeactivated(user: string): boolean;
  setDeactivated(user: string, isDeactivated: boolean): void;
  /** Undefined: there is no such group. */
  membersOf(group: string): readonly string[] | undefined;
  setMembers(group: string, users: readonly string[]): void;
}

/** The people as world.ts has them, until somebody says otherwise; a restart brings them back. */
export function createPeople(): People {
  const gone = new Set<string>();
  const groups = new Map(USER_GROUPS);
  return {
    isDeactivated: (user) => gone.has(user),
    setDeactivated(user, isDeactivated) {
      if (isDeactivated) gone.add(user);
      else gone.delete(user);
    },
    membersOf: (group) => groups.get(group),
    setMembers: (group, users) => void groups.set(group, users),
  };
}
