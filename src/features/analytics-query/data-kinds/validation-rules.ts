import { sql } from 'kysely';
import { catalogued } from '../../../kernel/errors/index.js';
import { isLost } from '../../analytics-tables/index.js';
import { readableBy } from '../data-statements.js';
import type { AnswerRow } from '../execute.js';
import { meetsAll } from '../parse.js';
import type { AnalyticsRequest, DerivedItem } from '../query.js';
import { column, either } from '../statement.js';
import { groupedBy } from './grouped.js';
import type { DataKind } from './kind.js';
import { byPeriodColumn, inPeriods, keysOf, levelsOf, tableStatement, timed, yearsAround } from './other-tables.js';

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
  async rows(db, request, items, { criteria }) {
    if (await isLost(db, 'VALIDATION_RESULT')) throw catalogued('E7144');
    const counted = await timed(db, async (handle) => {
      const rows: AnswerRow[] = [];
      for (const units of levelsOf(request)) {
        for (const { pe, where } of violationPeriods(request)) {
          const statement = tableStatement(request, {
            from: sql`analytics_validationresult as analytics`,
            dx: items.map(({ uid }) => uid),
            pe,
            units,
            where: [where, yearsAround(request.periods)],
            values: { count: sql`count(analytics.value)` },
          });
          for (const row of (await statement.execute(handle)).rows) {
            rows.push({ keys: keysOf(request, row, String(row.dx)), value: Number(row.count) });
          }
        }
      }
      return request.dimensions.includes('dx') ? rows : added(rows);
    });
    return counted.filter(({ value }) => meetsAll(value, criteria));
  },
};

/** Rules that only restrict are counted together. */
function added(rows: readonly AnswerRow[]): readonly AnswerRow[] {
  const sums = new Map<string, AnswerRow>();
  for (const { keys, value } of rows) {
    const key = keys.join();
    sums.set(key, { keys, value: value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}

function violationPeriods({ dimensions, periods }: AnalyticsRequest) {
  const { columns, others } = byPeriodColumn(periods);
  const parts = [
    ...[...columns].map(([name, own]) => ({ pe: column(name), where: inPeriods(name, own) })),
    ...others.map(({ iso, startDate, endDate }) => ({
      pe: sql`${iso}::text`,
      where: sql`(analytics.pestartdate >= ${startDate}::date and analytics.peenddate <= ${endDate}::date)`,
    })),
  ];
  return dimensions.includes('pe') ? parts : [{ pe: undefined, where: either(parts.map(({ where }) => where)) }];
}
