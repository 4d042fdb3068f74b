import { ClassicLevel } from 'classic-level';

/**
 * Makes sure that no other process has this store open: LevelDB's lock, which the system drops with its process, also
 * after kill -9. dynalite would end the process without a word that helps.
 */
export async function claimFolder(store: string, data: string): Promise<void> {
  const level = new ClassicLevel(store);
  try {
    await level.open();
    await level.close();
  } catch (error) {
    throw new Error(`another sandbox uses ${data}: stop it, or choose another folder with --data`, { cause: error });
  }
}
