import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type Item, isSelection, itemText, namedBy, type PartTag, WILDCARD } from '../../kernel/expressions/index.js';

export interface ChosenElement {
  readonly key: number;
  readonly uid: string;
  readonly valueType: string;
}

export interface ChosenCombo {
  readonly key: number;
  readonly uid: string;
}

/** What an item chooses that names groups or lists; option combos are undefined where all count. */
export interface Selection {
  readonly elements: readonly ChosenElement[];
  readonly combos: readonly ChosenCombo[] | undefined;
  readonly attributeCombos: readonly ChosenCombo[] | undefined;
}

/**
 * What items with groups or lists choose, by their texts: members of data element groups, and option combos that hold one of the options or an option of one of the
 * groups. One statement for data elements and one for option combos, however many items there are.
 */
export async function readSelections(db: Db, items: readonly Item[]): Promise<ReadonlyMap<string, Selection>> {
  const selections = items.filter((item) => item.symbol === '#' && isSelection(item));
  if (selections.length === 0) return new Map();
  const parts = selections.flatMap((item) => item.parts.map((text, place) => ({ text, place })));
  const elements = await readElements(
    db,
    parts.filter(({ place }) => place === 0),
  );
  const combos = await readCombos(
    db,
    parts.filter(({ place, text }) => place > 0 && text !== WILDCARD),
  );
  const chosenCombos = (part: string | undefined) =>
    part === undefined || part === WILDCARD ? undefined : (combos.get(part) ?? []);
  return new Map(
    selections.map((item) => {
      const [element = '', combo, attributeCombo] = item.parts;
      const selection = {
        elements: elements.get(element) ?? [],
        combos: chosenCombos(combo),
        attributeCombos: chosenCombos(attributeCombo),
      };
      return [itemText(item), selection] as const;
    }),
  );
}

interface Part {
  readonly text: string;
}

/** The uids that the parts of items name, as a table `asked (text, tag, uid)`. */
function askedBy(parts: readonly Part[]): RawBuilder<unknown> {
  const rows = [...new Set(parts.map(({ text }) => text))].flatMap((text) => {
    const { tag, uids } = namedBy(text);
    return uids.map((uid) => ({ text, tag: tag ?? null, uid }));
  });
  return sql`unnest(
    ${rows.map(({ text }) => text)}::text[],
    ${rows.map(({ tag }): PartTag | null => tag)}::text[],
    ${rows.map(({ uid }) => uid)}::text[]
  ) as asked (text, tag, uid)`;
}

async function readElements(db: Db, parts: readonly Part[]): Promise<ReadonlyMap<string, readonly ChosenElement[]>> {
  const { rows } = await sql<ChosenElement & Part>`
    select distinct asked.text, element.dataelementid as key, element.uid, element.valuetype as "valueType"
    from ${askedBy(parts)}
    left join dataelementgroup as "group" on asked.tag = 'deGroup' and "group".uid = asked.uid
    left join dataelementgroupmembers as member on member.dataelementgroupid = "group".dataelementgroupid
    join dataelement as element
      on element.dataelementid = member.dataelementid or (asked.tag is null and element.uid = asked.uid)
    where element.domaintype = 'AGGREGATE'
    order by element.uid
  `.execute(db);
  return byText(rows);
}

async function readCombos(db: Db, parts: readonly Part[]): Promise<ReadonlyMap<string, readonly ChosenCombo[]>> {
  if (parts.length === 0) return new Map();
  const { rows } = await sql<ChosenCombo & Part>`
    with asked as (select asked.text, asked.tag, asked.uid from ${askedBy(parts)})
    select asked.text, combo.categoryoptioncomboid as key, combo.uid
    from asked
    join categoryoptioncombo as combo on combo.uid = asked.uid
    where asked.tag is null
    union
    select asked.text, combo.categoryoptioncomboid, combo.uid
    from asked
    join (
      select 'co' as tag, option.uid, option.categoryoptionid from categoryoption as option
      union all
      select 'coGroup', "group".uid, member.categoryoptionid
      from categoryoptiongroup as "group"
      join categoryoptiongroupmembers as member on member.categoryoptiongroupid = "group".categoryoptiongroupid
    ) as chosen on chosen.tag = asked.tag and chosen.uid = asked.uid
    join categoryoptioncombos_categoryoptions as part on part.categoryoptionid = chosen.categoryoptionid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = part.categoryoptioncomboid
    order by 3
  `.execute(db);
  return byText(rows);
}

function byText<Row extends Part>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.text);
    if (own) own.push(row);
    else found.set(row.text, [row]);
  }
  return found;
}
