import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { isDefaultObject } from '../write/bundle.js';

/** As many as nobody means, and as a server still makes in one go. */
export const MOST_COMBINATIONS = 50_000;
/** Above it a number is only large, and its exponential still one. */
const LARGEST_LOGARITHM = 40;

/** What a category combo is made of. */
export interface Composition {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  readonly categories: number;
  /** Options of the category that has fewest. */
  readonly fewestOptions: number;
  /** Ways to take one option of every category; 0 when there is none. */
  readonly combinations: number;
}

/** The combos with these keys, or all of them, in the order of their keys. The default combo is none of anybody's. */
export async function compositionsOf(db: Db, combos: readonly number[] | 'all'): Promise<readonly Composition[]> {
  const chosen = combos === 'all' ? sql`true` : sql`combo.categorycomboid = any (${combos})`;
  const { rows } = await sql<Composition>`
    select
      combo.categorycomboid as key, combo.uid, combo.name,
      count(link.categorycomboid) as categories,
      coalesce(min(options.count), 0) as "fewestOptions",
      case when min(options.count) > 0
        then round(exp(least(sum(ln(greatest(options.count, 1)::float8)), ${LARGEST_LOGARITHM}::float8)))
        else 0
      end as combinations
    from categorycombo as combo
    left join categorycombos_categories as link on link.categorycomboid = combo.categorycomboid
    left join lateral (
      select count(*) as count from categories_categoryoptions as choice where choice.categoryid = link.categoryid
    ) as options on link.categorycomboid is not null
    where ${chosen} and not ${isDefaultObject('combo')} and combo.name <> 'default'
    group by combo.categorycomboid
    order by combo.categorycomboid
  `.execute(db);
  return rows;
}
