export interface Lease {
  name: string;
  holder: string;
  /** Grows with each holder: a write with an older one is refused. */
  fence: number;
  /** Wishes counted when the lease was taken or last looked at. */
  wanted: number;
  /** End by the machine's clock. */
  until: number;
  /** What the holder wrote down for the next one. */
  data: unknown;
}

/** One writer at a time, dead with its holder. */
export interface Leases {
  /** Says that there is work. */
  want(name: string): Promise<void>;
  /**
   * `want` and `acquire` in one: says that there is work and takes the lease; or tells until when another holds it, who
   * then looks again before letting go.
   */
  wantAndAcquire(name: string, holder: string, lengthMs: number): Promise<Lease | { heldUntil: number }>;
  /** The lease, or undefined while another holds it. */
  acquire(name: string, holder: string, lengthMs: number): Promise<Lease | undefined>;
  /** More time; false when it was lost. */
  renew(lease: Lease, lengthMs: number): Promise<boolean>;
  /** Stores the holder's data; false when the lease was lost. */
  save(lease: Lease, data: unknown): Promise<boolean>;
  /** Gives it back; false when a wish came meanwhile (look again) or it was lost. Updates `lease.wanted`. */
  release(lease: Lease): Promise<'released' | 'wanted-again' | 'lost'>;
  /** Reads without taking. */
  peek(name: string): Promise<{ data: unknown; holder?: string; until?: number } | undefined>;
}
