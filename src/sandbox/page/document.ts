/** The page's HTML: all that it shows is drawn by its script. */
export const DOCUMENT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>AISM sandbox</title>
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/app.css">
    <script type="module" src="/app.js"></script>
  </head>
  <body>
    <div id="root"></div>
    <noscript>The sandbox's page needs JavaScript. Without it, GET /sandbox/state shows the same as JSON.</noscript>
  </body>
</html>
`;

export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#2d1b3d"/><path d="M12 4l6 2.2v4.6c0 3.9-2.5 6.7-6 8.2-3.5-1.5-6-4.3-6-8.2V6.2z" fill="#fff"/><path d="m9 12 2.2 2.2 4-4.4" fill="none" stroke="#2d1b3d" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>
`;
