/** How long old records are kept. Days. */
export interface Retention {
  actionDays: number;
  bodyDays: number;
}

/** The TTL attribute's value: seconds. DynamoDB removes such items within days of it, never on time. */
export function expiry(moment: number, days: number): number {
  return Math.floor(moment / 1000) + days * 86_400;
}
