import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { colorOf } from './html.js';

export interface Legend {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly color: string;
  /** Black or white, whichever is read better on the colour. */
  readonly contrast: string;
}

/** Ranges of values with their colours: one set for all data items, or each item's own. */
export interface Legends {
  legendFor(value: number, dataItem: string | undefined): Legend | undefined;
  /** The legends of the sets that are used, in order. */
  readonly all: readonly Legend[];
}

interface LegendRow {
  readonly set: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly color: string | null;
}

const GREY = '#a0adba';

const contains = (value: number) => (legend: Legend) => value >= legend.from && value < legend.to;

/** The legends of one set, for every data item. */
export async function fixedLegends(db: Db, set: string): Promise<Legends> {
  const all = (await readLegends(db, [set])).get(set) ?? [];
  return { all, legendFor: (value) => all.find(contains(value)) };
}

/** The legends of the first set of each data item that has one. */
export async function legendsByItem(db: Db, dataItems: readonly string[]): Promise<Legends> {
  const sets = await readSetsOfItems(db, [...new Set(dataItems.map(objectOf))]);
  const bySet = await readLegends(db, [...new Set(sets.values())]);
  return {
    all: [...bySet.values()].flat(),
    legendFor: (value, dataItem) => bySet.get(sets.get(objectOf(dataItem ?? '')) ?? '')?.find(contains(value)),
  };
}

/** Uid of the object in `element.combo` and `dataSet.METRIC`. */
const objectOf = (item: string): string => item.split('.')[0] ?? item;

async function readLegends(db: Db, sets: readonly string[]): Promise<ReadonlyMap<string, readonly Legend[]>> {
  const { rows } = await sql<LegendRow>`
    select maplegendset.uid as set, maplegend.name, maplegend.startvalue as from, maplegend.endvalue as to, maplegend.color
    from maplegendset
    join maplegend on maplegend.maplegendsetid = maplegendset.maplegendsetid
    where maplegendset.uid = any (${[...sets]}::text[])
    order by maplegendset.uid, maplegend.startvalue, maplegend.endvalue
  `.execute(db);
  const found = new Map<string, Legend[]>();
  for (const { set, name, from, to, color } of rows) {
    const legend = { name, from, to, ...colors(color) };
    found.set(set, [...(found.get(set) ?? []), legend]);
  }
  return found;
}

function colors(text: string | null): Pick<Legend, 'color' | 'contrast'> {
  const color = colorOf(text) ?? GREY;
  return { color, contrast: contrastOf(color) };
}

/** Black or white, by how bright the colour is to the eye. */
export function contrastOf(color: string): string {
  const long = color.length === 4 ? color.replace(/[0-9a-f]/gi, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => Number.parseInt(long.slice(start, start + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#212934' : '#ffffff';
}

async function readSetsOfItems(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const list = sql`any (${[...uids]}::text[])`;
  const { rows } = await sql<{ item: string; set: string }>`
    select distinct on (linked.item) linked.item, maplegendset.uid as set
    from (
      select dataelement.uid as item, link.legendsetid, link.sort_order
      from dataelement join dataelementlegendsets as link on link.dataelementid = dataelement.dataelementid
      where dataelement.uid = ${list}
      union all
      select indicator.uid, link.legendsetid, link.sort_order
      from indicator join indicatorlegendsets as link on link.indicatorid = indicator.indicatorid
      where indicator.uid = ${list}
      union all
      select programindicator.uid, link.legendsetid, link.sort_order
      from programindicator join programindicatorlegendsets as link on link.programindicatorid = programindicator.programindicatorid
      where programindicator.uid = ${list}
      union all
      select dataset.uid, link.legendsetid, link.sort_order
      from dataset join datasetlegendsets as link on link.datasetid = dataset.datasetid
      where dataset.uid = ${list}
    ) as linked
    join maplegendset on maplegendset.maplegendsetid = linked.legendsetid
    order by linked.item, linked.sort_order
  `.execute(db);
  return new Map(rows.map(({ item, set }) => [item, set]));
}
