import { type Html, html } from './html.js';

/** One item of a dashboard as it stands on the page. */
export interface Block {
  readonly title: string | undefined;
  /** Where the item can be opened. */
  readonly link: string | undefined;
  readonly subtitle?: string | undefined;
  readonly body: Html;
  /** Why the item does not show what it should, for whoever looks after the server. */
  readonly problem?: string | undefined;
}

/** A line that stands where something else would. */
export const note = (text: string): Html =>
  html`<div style="font-size:14px;line-height:20px;color:#6c7787;background-color:#f8f9fa;padding:14px 16px;">${text}</div>`;

export const NO_DATA = note('No data for this item.');

/** A picture, sent along with the page. */
export const picture = (png: Buffer, width: number, description: string): Html =>
  html`<img src="data:image/png;base64,${png.toString('base64')}" width="${width}" alt="${description}" style="display:block;width:100%;max-width:${width}px;height:auto;border:0;">`;

export interface KeyEntry {
  readonly color: string;
  readonly name: string;
  /** A number that belongs to it. */
  readonly value?: string | undefined;
}

/** What colours mean, as text, so that long names wrap and every script is shown. Colours have been checked by whoever made the entries. */
export const colorKey = (entries: readonly KeyEntry[]): Html =>
  html`<div style="font-size:13px;line-height:20px;color:#404b5a;padding-top:8px;">${entries.map(
    ({ color, name, value }) =>
      html`<span style="display:inline-block;margin-right:16px;"><span style="background-color:${color};border:1px solid #a0adba;font-size:9px;line-height:12px;">&nbsp;&nbsp;&nbsp;&nbsp;</span> ${name}${value !== undefined && html` <strong style="font-weight:500;">${value}</strong>`}</span> `,
  )}</div>`;
