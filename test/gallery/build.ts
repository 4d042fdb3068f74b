import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserPath } from '../support/browser.ts';
import { groups } from './groups.ts';
import { indexPage } from './index-page.ts';
import { openPhotographer, type Width } from './photographer.ts';
import { openStage } from './stage.ts';

/*
 * npm run gallery [-- --out DIR] [-- --only GROUP]
 * Draws everything that AISM shows in Slack, in every state, at the width of a desktop and of a phone, and a page of all.
 */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'gallery' }, only: { type: 'string' } } });
const WIDTHS: readonly Width[] = ['desktop', 'phone'];

if (browserPath === undefined) {
  process.stdout.write('gallery: not drawn, there is no Chromium here (Debian: apt-get install chromium)\n');
} else {
  const began = performance.now();
  const wanted = groups.filter(({ name }) => values.only === undefined || name === values.only);
  rmSync(values.out, { recursive: true, force: true });
  const count = await drawAll(values.out);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'index.html'), indexPage(wanted));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`gallery: ${count} pictures in ${seconds} s, see ${join(values.out, 'index.html')}\n`);

  async function drawAll(out: string): Promise<number> {
    const [stage, photographer] = await Promise.all([openStage(), openPhotographer()]);
    let drawn = 0;
    try {
      for (const group of wanted)
        for (const picture of group.pictures) {
          await stage.clear();
          const shown = await picture.draw(stage);
          const take = async (width: Width) => {
            const file = join(out, group.name, `${picture.name}-${width}.png`);
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, await photographer.take(shown, width, stage.clock.now));
            drawn += 1;
          };
          await Promise.all(WIDTHS.map(take));
        }
    } finally {
      await Promise.all([stage.close(), photographer.close()]);
    }
    return drawn;
  }
}
