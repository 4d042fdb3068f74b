import type { Group, Picture } from './picture.ts';

const STYLE = `
  body { margin: 2rem auto; max-width: 1240px; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1d1c1d; background: #f6f5f8; }
  nav a { margin-right: 1rem; }
  h2 { margin-top: 3rem; border-bottom: 1px solid #c6c2cb; }
  h3 { margin: 2rem 0 0; font: 700 15px ui-monospace, monospace; }
  p { margin: 0 0 .5rem; }
  .widths { display: flex; gap: 1rem; align-items: flex-start; }
  img { border: 1px solid #e6e3e9; border-radius: 8px; max-width: 100%; min-width: 0; }
`;

/** The page that shows all pictures, each at both widths. */
export function indexPage(groups: readonly Group[]): string {
  const links = groups.map(({ name, title }) => `<a href="#${name}">${title}</a>`).join('');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>What AISM shows in Slack</title><style>${STYLE}</style>
<h1>What AISM shows in Slack</h1>
<p>Drawn from the code by <code>npm run gallery</code>, with the sandbox's Block Kit, at the width of a desktop and of a phone.</p>
<nav>${links}</nav>
${groups.map(groupPart).join('\n')}
</html>
`;
}

function groupPart({ name, title, pictures }: Group): string {
  return `<h2 id="${name}">${title}</h2>\n${pictures.map((picture) => picturePart(name, picture)).join('\n')}`;
}

function picturePart(group: string, { name, about }: Picture): string {
  const image = (width: string) => `<img loading="lazy" src="${group}/${name}-${width}.png" alt="${name}, ${width}">`;
  return `<h3 id="${group}-${name}">${name}</h3><p>${about}</p><div class="widths">${image('desktop')}${image('phone')}</div>`;
}
