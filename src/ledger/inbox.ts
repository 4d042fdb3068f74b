import type { Alert } from '../alerts/alert.ts';

export interface StoredAlert {
  key: string;
  alert: Alert;
  receivedAt: number;
  tries: number;
}

export interface Intake {
  source: string;
  body: Uint8Array;
  receivedAt: number;
  sender: string;
}

/** An alert as it was received, whether it is worked or still waits. */
export interface KeptAlert {
  source: string;
  alert: Alert;
  receivedAt: number;
  /** What was posted; absent when it was so large that only its head was kept. */
  body?: Uint8Array;
}

/** Alerts that were acknowledged and wait to be worked. */
export interface Inbox {
  /** Returns only when the alert is stored for good. A repeated alert is stored once. */
  store(intake: Intake & { alert: Alert }): Promise<void>;
  /**
   * Alerts that this process stored and has not been given yet: they can be worked without asking for them. Those of other
   * processes, and of a time before a stop, are only among the waiting.
   */
  takeFresh(): StoredAlert[];
  waiting(limit: number): Promise<StoredAlert[]>;
  /** All alerts from a moment on until another (ms), worked or not, in the order of receipt; read as they are asked for. */
  kept(span: { since: number; until: number }): AsyncIterable<KeptAlert>;
  /** The alerts are worked: they leave the inbox and are kept with their bodies for the retention time. */
  finish(stored: readonly StoredAlert[]): Promise<void>;
  /** One more failed try; returns how many there were, 0 when another process worked the alert meanwhile. */
  fail(stored: StoredAlert): Promise<number>;
  /** Gives up: the alert goes to quarantine. */
  giveUp(stored: StoredAlert, why: string): Promise<void>;
  /** Keeps a body that was authenticated but cannot be used. */
  quarantine(intake: Intake & { why: string }): Promise<void>;
}
