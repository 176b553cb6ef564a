import type { Block } from './block.js';
import { type Html, html } from './html.js';
import { richText } from './rich-text.js';

export interface PageHeading {
  readonly title: string;
  /** What the sender wants to say, with the marks of dashboard texts. */
  readonly message?: string | undefined;
  /** Name of the server. */
  readonly instance: string;
  readonly date: string;
  readonly dashboard: { readonly name: string; readonly link: string };
}

const FONTS = "font-family:Roboto,'Segoe UI','Helvetica Neue',Arial,sans-serif;";
const WIDTH = 700;
/** What styles at the elements cannot say: fine lines of tables, and that small screens give all of their width. Without it the page is as readable. */
const STYLE = `.pivot td,.pivot th{border:1px solid #d5dde5}@media (max-width:720px){.page{padding:0 !important}.card{padding:14px 12px !important;border-left:0 !important;border-right:0 !important}}`;

/** A dashboard as a page that mail programs show: tables carry the layout, every style stands at its element, nothing is fetched. */
export function page(heading: PageHeading, blocks: readonly Block[]): string {
  const { title, message, instance, date, dashboard } = heading;
  const cards =
    blocks.length > 0
      ? blocks.map(card)
      : [card({ title: undefined, link: undefined, body: html`This dashboard is empty.` })];
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${title}</title><style>${STYLE}</style></head>
<body style="margin:0;padding:0;background-color:#e8edf2;${FONTS}">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0" style="background-color:#e8edf2;"><tr><td align="center" class="page" style="padding:16px 8px;">
<table role="presentation" width="${WIDTH}" cellspacing="0" cellpadding="0" border="0" style="width:100%;max-width:${WIDTH}px;table-layout:fixed;${FONTS}">
<tr><td style="background-color:#2c6693;padding:20px 24px;color:#ffffff;">
<div style="font-size:13px;line-height:18px;color:#dae6f8;">${instance} &middot; ${date}</div>
<div style="font-size:22px;line-height:30px;font-weight:500;word-wrap:break-word;">${title}</div>
</td></tr>
${message !== undefined && message.trim() !== '' && html`<tr><td class="card" style="background-color:#ffffff;padding:16px 24px;border:1px solid #d5dde5;border-top:0;font-size:14px;line-height:20px;color:#212934;word-wrap:break-word;">${richText(message)}</td></tr>`}
${cards}
<tr><td style="padding:18px 24px;font-size:13px;line-height:20px;color:#404b5a;text-align:center;"><a href="${dashboard.link}" style="color:#1565c0;">Open ${dashboard.name} in ${instance}</a></td></tr>
</table>
</td></tr></table>
</body>
</html>
`.text;
}

function card({ title, link, subtitle, body }: Block): Html {
  const name =
    link === undefined
      ? html`${title}`
      : html`<a href="${link}" style="color:#1565c0;text-decoration:none;">${title}</a>`;
  return html`<tr><td style="height:12px;font-size:0;line-height:0;">&nbsp;</td></tr>
<tr><td class="card" style="background-color:#ffffff;padding:16px 24px 18px;border:1px solid #d5dde5;word-wrap:break-word;">
${title !== undefined && html`<div style="font-size:16px;line-height:22px;font-weight:500;color:#212934;">${name}</div>`}
${subtitle !== undefined && subtitle !== '' && html`<div style="font-size:13px;line-height:18px;color:#6c7787;">${subtitle}</div>`}
${(title !== undefined || (subtitle !== undefined && subtitle !== '')) && html`<div style="height:10px;font-size:0;line-height:0;">&nbsp;</div>`}
${body}
</td></tr>
`;
}
