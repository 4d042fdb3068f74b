import { z } from 'zod';

/** What a claim denies: `all` traffic, or one protocol and port (range): `tcp/22`, `udp/5000-5010`. */
export const scopeSchema = z.string().regex(/^(all|(tcp|udp)\/\d{1,5}(-\d{1,5})?)$/);
export type Scope = z.infer<typeof scopeSchema>;
