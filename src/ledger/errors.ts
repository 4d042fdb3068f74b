/** The ledger did not answer, or refused: nothing was stored, unless it is an OutcomeUnknownError. */
export class LedgerUnavailableError extends Error {
  override name = 'LedgerUnavailableError';
}

/** The store will never take this item as it is (too large, a value it does not know): trying again is no help. */
export class ItemRefusedError extends LedgerUnavailableError {
  override name = 'ItemRefusedError';
}

/** No answer came in time: it may have been stored all the same. */
export class OutcomeUnknownError extends LedgerUnavailableError {
  override name = 'OutcomeUnknownError';
}

/** The table is not there. */
export class TableMissingError extends LedgerUnavailableError {
  override name = 'TableMissingError';
  constructor(table: string, options?: ErrorOptions) {
    super(
      `the DynamoDB table "${table}" does not exist in this region: check AISM_TABLE and AWS_REGION, or create it (docs/operate.md, "The table")`,
      options,
    );
  }
}

/** Too many writers changed the same record at the same time; try again. */
export class LedgerConflictError extends LedgerUnavailableError {
  override name = 'LedgerConflictError';
}
