import { isObject, objectsIn } from '../json-value.ts';
import { viewBlocks } from './blocks.ts';
import { boolean, byType, type Fields, object, string } from './check.ts';
import { problemsOf } from './check-blocks.ts';
import { plainText } from './composition.ts';
import { checkUniqueIds } from './unique-ids.ts';

// https://docs.slack.dev/reference/views : title, submit and close 24 characters, private_metadata 3,000, ids 255.

const shared: Fields = {
  private_metadata: string({ min: 0, max: 3000 }),
  callback_id: string({ min: 0, max: 255 }),
  external_id: string({ min: 0, max: 255 }),
};

const modal = object(
  { title: plainText(24), blocks: viewBlocks },
  {
    ...shared,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);

const home = object({ blocks: viewBlocks }, shared);

/** What Slack would refuse in a view of this type. */
export function viewProblems(view: unknown, type: 'modal' | 'home'): string[] {
  return problemsOf((report) => {
    byType(type === 'modal' ? { modal } : { home })(view, '/view', report);
    if (!isObject(view)) return;
    checkUniqueIds(view['blocks'], '/view/blocks', report);
    if (type === 'home' || view['submit'] !== undefined) return;
    objectsIn(view['blocks']).forEach((block, index) => {
      if (block['type'] !== 'input') return;
      report('must define `submit` to use an `input` block in modals', `/view/blocks/${index}/input`);
    });
  });
}
