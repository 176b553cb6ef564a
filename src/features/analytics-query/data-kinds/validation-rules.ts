import { sql } from 'kysely';
import type { DerivedItem, QueryPeriod } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import { meetsAll } from '../request/parse.js';
import { demandTables } from '../statements/demand-tables.js';
import { groupedBy } from './grouped.js';
import type { DataKind } from './kind.js';
import { keysOf, levelsOf, periodParts, runTableStatements, tableStatement, yearsAround } from './other-tables.js';

interface ValidationRuleItem extends DerivedItem {
  readonly kind: 'validationRule';
}

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/** How often validation rules were violated, from `analytics_validationresult` (contract: analytics-query.md §3.1). */
export const validationRuleKind: DataKind<ValidationRuleItem> = {
  kind: 'validationRule',
  matches: (text) => UID.test(text),
  async resolve(db, texts, { user, shortNames }) {
    const name = shortNames ? sql`coalesce(validationrule.shortname, validationrule.name)` : sql`validationrule.name`;
    const { rows } = await sql<ValidationRuleItem>`
      select
        'validationRule' as kind, validationrule.uid, ${name} as name, validationrule.code,
        json_strip_nulls(json_build_object(
          'description', validationrule.description,
          'dimensionItemType', 'VALIDATION_RULE',
          'valueType', 'NUMBER',
          'totalAggregationType', 'COUNT'
        )) as details
      from validationrule
      where validationrule.uid = any (${[...texts]}::text[]) and ${readableBy('validationrule', user)}
    `.execute(db);
    return groupedBy(rows, ({ uid }) => uid);
  },
  async rows(db, request, items, options) {
    await demandTables(db, 'VALIDATION_RESULT');
    const statements = levelsOf(request).flatMap((units) =>
      periodParts(request, isWithin).map(({ pe, where }) =>
        tableStatement(request, {
          from: sql`analytics_validationresult as analytics`,
          dx: items.map(({ uid }) => uid),
          pe,
          units,
          where: [where, yearsAround(request.periods)],
          values: { count: sql`count(analytics.value)` },
        }),
      ),
    );
    const about = { dataItems: items.map(({ uid }) => uid), formula: 'count(value): how many violations there are' };
    const queries = statements.map((statement) => ({ statement, ...about }));
    const rows = (await runTableStatements(db, queries, options))
      .flat()
      .map((row): Counted => ({ keys: keysOf(request, row, String(row.dx)), value: Number(row.count) }));
    const counted = request.dimensions.includes('dx') ? rows : added(rows);
    return counted.filter(({ value }) => meetsAll(value, options.criteria));
  },
};

interface Counted {
  readonly keys: readonly string[];
  readonly value: number;
}

/** Rules that only restrict are counted together. */
function added(rows: readonly Counted[]): readonly Counted[] {
  const sums = new Map<string, Counted>();
  for (const { keys, value } of rows) {
    const key = keys.join();
    sums.set(key, { keys, value: value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}

const isWithin = ({ startDate, endDate }: QueryPeriod) =>
  sql`(analytics.pestartdate >= ${startDate}::date and analytics.peenddate <= ${endDate}::date)`;
