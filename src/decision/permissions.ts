/** What a person's Slack id or user group makes them. */
export type Role = 'lead' | 'analyst' | 'none';

/** Who may do something: `everybody` in the workspace, analysts and leads, leads alone, or nobody at all. */
export const WHO = ['everybody', 'analysts', 'leads', 'nobody'] as const;
export type Who = (typeof WHO)[number];

/** Everything that a person may ask of AISM, and who may, unless the policy says otherwise. */
export const PERMISSIONS = {
  look: 'everybody',
  block: 'analysts',
  unblock: 'analysts',
  ignore: 'analysts',
  'ignore-long': 'leads',
  allow: 'analysts',
  'allow-wide': 'leads',
  propose: 'analysts',
  'propose-permanent': 'leads',
  approve: 'analysts',
  pause: 'analysts',
  resume: 'analysts',
  'resume-after-breaker': 'leads',
  sync: 'analysts',
  report: 'analysts',
  test: 'analysts',
} as const satisfies Record<string, Who>;

export type Act = keyof typeof PERMISSIONS;
export type Permissions = Readonly<Record<Act, Who>>;

/** Whether somebody of this role is among those who may. */
export function isAmong(role: Role, who: Who): boolean {
  switch (who) {
    case 'everybody':
      return true;
    case 'analysts':
      return role !== 'none';
    case 'leads':
      return role === 'lead';
    case 'nobody':
      return false;
  }
}
