import { raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** How the status page looks. */
export const STYLE: HtmlEscapedString = raw(`
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
small, time { color: GrayText; font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); overflow-wrap: anywhere;
  padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }
th, td:first-child { white-space: nowrap; }
code { font-size: .9em; }
.ok { color: light-dark(#1a7f37, #3fb950); }
.refused { color: light-dark(#cf222e, #f85149); font-weight: 600; }
`);

/** Keeps the status page up to date: fetches it again and replaces its main part. */
export const SCRIPT: HtmlEscapedString = raw(`
setInterval(async () => {
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  document.querySelector('main').replaceWith(page.querySelector('main'));
}, 2000);
`);
