import { type Page, SECTIONS } from './page';

const modules = import.meta.glob<Page>('./*/page.ts', { eager: true, import: 'page' });

/** All pages, in the order of the navigation: each folder here with a `page.ts`. Navigation, routes and titles are made from this. */
export const PAGES: readonly Page[] = Object.values(modules).sort(
  (a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) || a.order - b.order,
);
