import { answers } from './answers.ts';
import { cards } from './cards.ts';
import { homes } from './home.ts';
import { modals } from './modals.ts';
import { notices } from './notices.ts';
import type { Group } from './picture.ts';
import { storms } from './storms.ts';

/** Everything that the gallery shows. A new picture is one entry of a group. */
export const groups: readonly Group[] = [cards, notices, storms, homes, modals, answers];
