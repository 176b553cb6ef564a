import { type RawBuilder, sql } from 'kysely';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import type { AnalyticsColumn, BuildSource } from '../../definition.js';
import { levels } from '../../dimensions.js';

/** The organisation unit of a row: `ou`, `ouname`, `oucode`, `oulevel`, from the joins of `orgUnitJoins`. */
export const ORG_UNIT_COLUMNS: readonly AnalyticsColumn[] = [
  { name: 'ou', type: 'char(11)', notNull: true, value: sql`ou.uid` },
  { name: 'ouname', type: 'text', notNull: true, value: sql`ou.name` },
  { name: 'oucode', type: 'text', value: sql`ou.code` },
  { name: 'oulevel', type: 'integer', value: sql`ous.level` },
];

/** The organisation unit as `ou`, its ancestors as `ous` and its groups as `ougs`. The last two are missing for a unit newer than the resource tables. */
export const orgUnitJoins = (id: string): RawBuilder<unknown> => sql`
  join organisationunit as ou on ou.organisationunitid = ${sql.ref(id)}
  left join ${sql.table(RESOURCE_TABLES.orgUnit)} as ous on ous.organisationunitid = ou.organisationunitid
  left join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as ougs on ougs.organisationunitid = ou.organisationunitid
`;

/** The periods that hold a day, as `dp`. */
export const dayJoin = (day: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  left join ${sql.table(RESOURCE_TABLES.datePeriod)} as dp on dp.dateperiod = ${day}::date
`;

/** `ounamehierarchy`: the names from the root down. */
export const nameHierarchy = (source: BuildSource): AnalyticsColumn => ({
  name: 'ounamehierarchy',
  type: 'text collate "C"',
  value: sql`nullif(concat_ws(' / ', ${sql.join([sql`null`, ...levels(source).map((level) => sql.ref(`ous.namelevel${level}`))])}), '')`,
});

const varchar = (name: string, value: RawBuilder<unknown>): AnalyticsColumn => ({
  name,
  type: 'varchar(255)',
  value: sql`left(${value}, 255)`,
});

/** Who made a row and who changed it last: eight columns from the user objects that stand in it. */
export const authorColumns = (alias: string): readonly AnalyticsColumn[] =>
  ['createdby', 'lastupdatedby'].flatMap((name) => {
    const user = sql.ref(`${alias}.${name}userinfo`);
    const username = sql`(${user} ->> 'username')`;
    const first = sql`(${user} ->> 'firstName')`;
    const last = sql`(${user} ->> 'surname')`;
    return [
      varchar(`${name}username`, username),
      varchar(`${name}name`, first),
      varchar(`${name}lastname`, last),
      varchar(
        `${name}displayname`,
        sql`case
          when coalesce(${first}, ${last}) is null then ${username}
          else concat_ws(' ', concat_ws(', ', trim(${last}), trim(${first})), '(' || trim(${username}) || ')')
        end`,
      ),
    ];
  });

/** A column that is copied. */
export const copied = (name: string, type: AnalyticsColumn['type'], from: string): AnalyticsColumn => ({
  name,
  type,
  value: sql.ref(from),
});

/** Level columns between the top and the units themselves, by which tables are asked: at most three. */
export const middleLevels = (source: BuildSource): readonly string[] =>
  levels(source)
    .filter((level) => level > 1 && level < levels(source).length)
    .slice(0, 3)
    .map((level) => `uidlevel${level}`);
