import type { OverflowAction } from '@slack/bolt';
import { display } from '../../address/address.ts';
import { blockState, isByTwo, liveBlock } from '../../ledger/block.ts';
import type { AddressRecord, Block } from '../../ledger/record.ts';
import { checkAddress } from '../../response/check-address.ts';
import type { ChoiceValue } from '../card-value.ts';
import { type BlockAct, blockForm, blockRefused, blockSkeleton } from '../modals/block-form.ts';
import type { FormOf } from '../modals/form.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { openForm } from './open-form.ts';

/** "Block for…", "Extend for…" and what is long: a form asks how long and why. */
export async function openBlockForm(
  listener: ListenerDeps,
  act: BlockAct,
  { duration, act: _choice, ...card }: ChoiceValue,
  args: ActionArgs<OverflowAction>,
): Promise<void> {
  const form: FormOf = { ...card, channel: args.body.channel?.id };
  await openForm(listener, args, {
    skeleton: blockSkeleton(act, form),
    fill: (user) => fill(listener, act, form, { user, initial: duration }),
    refused: (why) => blockRefused(act, form, why),
    instead: `/aism block ${display(form.address)} <duration> [reason]`,
  });
}

async function fill(
  { deps, access }: ListenerDeps,
  act: BlockAct,
  form: FormOf,
  { user, initial }: { user: string; initial: string },
) {
  const refused = (why: string) => blockRefused(act, form, why);
  if (!(await access.may(user, 'block'))) return refused('You may not do that. /aism help block tells who may.');
  const { record, guarded, allowed } = await checkAddress(deps, form.address);
  const episode = record.episodes.find((each) => each.id === form.episode);
  if (!episode) return refused('This card is too old to act on. The next alert opens a new one.');
  const live = liveBlock(record);
  if (act === 'extend') {
    const why = notExtendable(record, live);
    if (!live || why) return refused(why ?? '');
    return blockForm(act, form, { known: `blocked (${blockState(live)}): ${live.why}`, initial });
  }
  if (live)
    return refused(
      `${display(form.address)} is blocked already (${blockState(live)}): ${live.why}. The card has Extend.`,
    );
  if (guarded) return refused(`${guarded}. Two people together may: Override… on its card.`);
  const [entry] = allowed;
  if (entry) return refused(`${display(entry.cidr)} is on the allowlist: ${entry.why}.`);
  return blockForm(act, form, { known: episode.seen, initial });
}

function notExtendable(record: AddressRecord, live: Block | undefined): string | undefined {
  if (!live) return `${display(record.address)} is not blocked any more. Its newest card has Block again.`;
  if (live.until === null) return `${display(record.address)} is blocked for good already.`;
  return isByTwo(record) ? 'Two people agreed upon this block and its end; one alone does not put it off.' : undefined;
}
