import type { ComponentType } from 'react';

/** The sections of the navigation, in their order. */
export const SECTIONS = ['overview', 'operate', 'data', 'extend', 'administer'] as const;
export type Section = (typeof SECTIONS)[number];

/** A view of a page: what is shown under one path. The module is loaded when somebody goes there. */
export interface View {
  /** Below the path of the page, e.g. `new` or `:id`; `''` is the page itself. */
  readonly path: string;
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
  /** As those of the page, for a view that needs others. */
  readonly authorities?: readonly string[];
}

/** A page of the console: one folder of `pages`, whose `page.ts` exports this as `page`. */
export interface Page {
  /** Its address, `#/path`; `''` is what the console opens with. */
  readonly path: string;
  /** What navigation and title of the window say, in the user's language. */
  readonly title: () => string;
  readonly section: Section;
  /** Place within the section, the smallest first. */
  readonly order: number;
  /** One of these authorities is needed; `ALL` always suffices. Others do not see the page in the navigation, and are told why when they go there. */
  readonly authorities?: readonly string[];
  readonly views: readonly View[];
}
